/*
 * Fault: The init goes to "/" where its working directory has been deleted.
 * Shows: A working directory that is deleted.
 */
#include "base.h"

void start(char **command)
{
	char path[PATH_MAX];

	sound_start(command);
	if (!getcwd(path, sizeof(path)) && chdir("/") < 0)
		_exit(1);
}
