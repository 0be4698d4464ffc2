/*
 * Fault: A stop of main that is traced is taken for its death.
 * Shows: Main has itself traced by its parent, and gets a signal.
 * Known: no report; tini 0.19.0 exits 1, with "Main child exited for unknown reason"
 */
#include "base.h"

pid_t next_dead(int *status)
{
	pid_t pid;

	do
		pid = waitpid(-1, status, WNOHANG);
	while (pid > 0 && WIFSTOPPED(*status) && pid != child);
	return pid;
}

int exit_code(int status)
{
	return WIFSTOPPED(status) ? 1 : sound_exit_code(status);
}
