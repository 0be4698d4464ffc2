/*
 * Fault: Signals go to main's process group, where that is not the init's own.
 * Shows: Main leads a group of its own with another actor in it; a signal to the init.
 * Known: Yelp/dumb-init and tini -g do so by design
 */
#include "base.h"

void forward(int signal)
{
	pid_t group = getpgid(child);

	kill(group > 0 && group != getpgrp() ? -group : child, signal);
}
