/*
 * Fault: The end of main is logged on stdout before the init leaves.
 * Shows: stdout is a pipe that nobody reads.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	if (pid == child)
		dprintf(STDOUT_FILENO, "done\n");
	sound_reaped(pid, status);
}
