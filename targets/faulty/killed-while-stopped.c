/*
 * Fault: The end of a main that is known to be stopped is put off until it continues.
 * Shows: Main is stopped, then killed.
 */
#include "base.h"

static bool stopped;

void reaped(pid_t pid, int status)
{
	if (!stopped)
		sound_reaped(pid, status);
}

void reap(void)
{
	sound_reap();
	stopped = child_is_stopped();
}
