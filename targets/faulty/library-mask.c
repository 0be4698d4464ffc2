/*
 * Fault: The inherited mask is put back by sigprocmask(3), which leaves out 32 and 33.
 * Shows: SIG32 or SIG33 blocked at exec.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	sigset_t set;

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, NULL, &set, sizeof(uint64_t));
	sigprocmask(SIG_SETMASK, &set, NULL);
}
