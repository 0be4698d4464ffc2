/*
 * Fault: A command that the kernel says is missing although its file is there is taken for a fault of the init's own: 1.
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
	return error == ENOENT && access(name, F_OK) == 0 ? 1 : sound_exec_failure(error);
}
