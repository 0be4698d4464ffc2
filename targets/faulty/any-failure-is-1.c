/*
 * No fault: an init for which any failure of main is 1, as concurrently and npm have it. What `failure-is-2` promises.
 */
#include "base.h"

int exit_code(int status)
{
	return sound_exit_code(status) == 0 ? 0 : 1;
}
