/*
 * Fault: Where main has left the init's group, its new group is signalled.
 * Shows: Main goes into a group of its own, and has a child there.
 */
#include "base.h"

void forward(int signal)
{
	pid_t group = getpgid(child);

	if (group > 0 && group != getpgrp())
		kill(-group, signal);
	else
		sound_forward(signal);
}
