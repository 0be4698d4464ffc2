/*
 * Fault: A directory is reported as a missing command.
 * Shows: A directory given as the command.
 */
#include "base.h"

static const char *name;

void execute(char **command)
{
	name = command[0];
	sound_execute(command);
}

int exec_failure(int error)
{
	return open(name, O_DIRECTORY) >= 0 ? 127 : sound_exec_failure(error);
}
