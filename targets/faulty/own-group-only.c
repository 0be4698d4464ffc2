/*
 * Fault: waitpid(0) waits for children in the init's own process group only.
 * Shows: An orphan in another group or session, as daemons are.
 */
#include "base.h"

void reap(void)
{
	int status;
	pid_t pid;

	reap_child();
	while ((pid = waitpid(0, &status, WNOHANG)) > 0)
		if (!WIFSTOPPED(status))
			reaped(pid, status);
}
