/*
 * Fault: A handler waits for the dead and compares them with the child's id, which is stored when fork(2) has returned.
 * Shows: The main child ends before that.
 */
#include "base.h"

static void take(int signal)
{
	int pid, status;

	(void)signal;
	while ((pid = next_dead(&status)) > 0)
		reaped(pid, status);
}

void start(char **command)
{
	uint64_t sigchld = BIT(SIGCHLD);
	struct sigaction action = { .sa_handler = take };

	sigaction(SIGCHLD, &action, NULL);
	syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &sigchld, NULL, sizeof(sigchld));
	sound_start(command);
}
