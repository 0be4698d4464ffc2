/*
 * Fault: The init's own mask leaks to main: everything is blocked.
 * Shows: Any start.
 * Known: nerves erlinit 33, void-linux/runit 39
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	uint64_t all = UINT64_MAX;

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof(all));
}
