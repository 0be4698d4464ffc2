/*
 * Fault: A stop that waitpid(2) reports ends the round of waiting.
 * Shows: An orphan stops and a younger one dies so that their SIGCHLD merge: with the init frozen, or together.
 */
#include "base.h"

void reap(void)
{
	int status;
	pid_t pid;

	reap_child();
	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
		if (WIFSTOPPED(status))
			return;
		reaped(pid, status);
	}
}
