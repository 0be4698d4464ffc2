/*
 * Fault: Promises to kill those that live on 300 ms after SIGTERM, and does so after five seconds.
 * Shows: Main ends, and somebody outlives SIGTERM.
 */
#include "farewell.h"

void reaped(pid_t pid, int status)
{
	if (pid == child)
		see_off_by_alarm(5000);
	sound_reaped(pid, status);
}
