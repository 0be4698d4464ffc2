/*
 * Fault: Nothing is blocked while it waits for the dead.
 * Shows: A death after the last look: its SIGCHLD is dropped.
 */
#include "base.h"

void reap(void)
{
	uint64_t none = 0, all = UINT64_MAX;

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof(none));
	sound_reap();
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof(all));
}
