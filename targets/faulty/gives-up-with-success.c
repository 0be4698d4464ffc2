/*
 * Fault: Promises to report a failure when it has tried often enough, and leaves with 0.
 * Shows: No process can be made for the command.
 */
#include "try.h"

void start(char **command)
{
	if (!try_to_start(command, 3))
		_exit(0);
}
