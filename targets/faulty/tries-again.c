/*
 * No fault: an init that pauses for 20, 40 and 80 ms before it gives up. What `gives-up-with-success` and `tries-for-ever` promise.
 */
#include "try.h"

void start(char **command)
{
	if (!try_to_start(command, 3))
		_exit(126);
}
