/*
 * Fault: Each SIGCHLD is taken for one death.
 * Shows: Two orphans that die before the init runs: their SIGCHLD merge.
 * Known: nerves erlinit 52, fpco/pid1-rs 0.1.6
 */
#include "base.h"

void reap(void)
{
	int status;
	pid_t pid;

	reap_child();
	pid = next_dead(&status);
	if (pid > 0)
		reaped(pid, status);
}
