/*
 * Fault: The init goes to "/" once main is started.
 * Shows: Another working directory.
 * Known: by design in dumb-init
 */
#include "base.h"

void start(char **command)
{
	sound_start(command);
	if (chdir("/") < 0)
		_exit(1);
}
