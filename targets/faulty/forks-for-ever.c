/*
 * Fault: A fork that fails is tried again at once, for ever.
 * Shows: No room for another process at the start.
 */
#include "base.h"

void start(char **command)
{
	do
		child = fork();
	while (child < 0);
	if (child == 0) {
		restore();
		execute(command);
		_exit(exec_failure(errno));
	}
}
