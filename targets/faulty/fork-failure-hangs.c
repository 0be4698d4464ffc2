/*
 * Fault: A fork that fails is not looked at: the init waits for a child that there is not.
 * Shows: No room for another process at the start.
 */
#include "base.h"

void start(char **command)
{
	child = fork();
	if (child == 0) {
		restore();
		execute(command);
		_exit(exec_failure(errno));
	}
}
