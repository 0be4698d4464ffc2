/*
 * Fault: Promises to wait for 300 ms until those that it has sent SIGTERM have ended, and kills them at once.
 * Shows: Main ends, and somebody outlives SIGTERM.
 */
#include "farewell.h"

void reaped(pid_t pid, int status)
{
	if (pid == child)
		see_off(-1, 0);
	sound_reaped(pid, status);
}
