/*
 * Fault: Promises to give up after 200 ms, and tries on.
 * Shows: No process can be made for the command.
 */
#include "try.h"

void start(char **command)
{
	try_to_start(command, INT_MAX);
}
