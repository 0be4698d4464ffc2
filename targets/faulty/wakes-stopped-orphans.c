/*
 * Fault: An orphan that stops is continued.
 * Shows: An orphan is stopped.
 */
#include "base.h"

void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0)
		if (!WIFSTOPPED(status))
			reaped(pid, status);
		else if (pid != child)
			kill(pid, SIGCONT);
}
