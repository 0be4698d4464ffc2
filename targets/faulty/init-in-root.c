/*
 * Fault: The init goes to "/" when it has started main.
 * Shows: Another working directory.
 * Known: by design in dumb-init since 1.2.5
 */
#include "base.h"

void start(char **command)
{
	sound_start(command);
	if (chdir("/") < 0)
		_exit(126);
}
