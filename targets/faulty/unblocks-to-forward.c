/*
 * Fault: Nothing is blocked while it forwards.
 * Shows: A signal that comes meanwhile: PID 1 has no handler for it, and never gets it.
 */
#include "base.h"

void forward(int signal)
{
	uint64_t none = 0, all = UINT64_MAX;

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof(none));
	sound_forward(signal);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof(all));
}
