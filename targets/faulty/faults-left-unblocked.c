/*
 * Fault: The synchronous seven are left at their default, which as PID 1 does nothing.
 * Shows: As a subreaper: one of the seven to the init.
 */
#include "base.h"

void prepare(void)
{
	uint64_t harmless = UINT64_MAX & ~(BIT(SIGILL) | BIT(SIGTRAP) | BIT(SIGABRT) | BIT(SIGBUS) | BIT(SIGFPE) | BIT(SIGSEGV) | BIT(SIGSYS));
	uint64_t inherited;

	sound_prepare();
	inherited = inherited_mask;
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &harmless, NULL, sizeof(harmless));
	inherited_mask = inherited;
}
