/*
 * Fault: A stop of main is taken for its death.
 * Shows: Main is stopped.
 * Known: fpco/pid1-rs 0.1.6
 */
#include "base.h"

void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0)
		if (pid == child || !WIFSTOPPED(status))
			reaped(pid, WIFSTOPPED(status) ? WSTOPSIG(status) : status);
}
