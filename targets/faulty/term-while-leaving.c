/*
 * Fault: When its child has ended, SIGTERM ends it at once, as it has nothing to forward to.
 * Shows: SIGTERM between its last wait and its exit: the container has failed.
 */
#include "base.h"

static void leave(int signal)
{
	_exit(128 + signal);
}

void reaped(pid_t pid, int status)
{
	struct sigaction action = { .sa_handler = leave };
	uint64_t term = BIT(SIGTERM);

	if (pid == child) {
		sigaction(SIGTERM, &action, NULL);
		syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &term, NULL, sizeof(term));
	}
	sound_reaped(pid, status);
}
