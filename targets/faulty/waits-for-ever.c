/*
 * Fault: Promises to kill those that live on 300 ms after SIGTERM, and waits on.
 * Shows: Main ends, and somebody outlives SIGTERM.
 */
#include "farewell.h"

void reaped(pid_t pid, int status)
{
	if (pid == child)
		see_off(-1, -1);
	sound_reaped(pid, status);
}
