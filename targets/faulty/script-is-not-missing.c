/*
 * Fault: 126 wherever the file is there, also where the interpreter of the script is what is missing.
 * Shows: A script without its interpreter.
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
	return access(name, F_OK) == 0 ? 126 : sound_exec_failure(error);
}
