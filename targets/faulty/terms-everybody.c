/*
 * No fault: an init that sends SIGTERM to everybody when main has ended, and waits for 300 ms. What `kills-at-once` and `waits-for-ever` promise.
 */
#include "farewell.h"

void reaped(pid_t pid, int status)
{
	if (pid == child)
		see_off(-1, 300);
	sound_reaped(pid, status);
}
