/*
 * Fault: What the init finds in its namespace before main is started gets SIGTERM.
 * Shows: A child from before its exec that notes SIGTERM, or dies of it.
 */
#include "base.h"

void start(char **command)
{
	kill(-1, SIGTERM);
	sound_start(command);
}
