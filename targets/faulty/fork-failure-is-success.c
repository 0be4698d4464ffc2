/*
 * Fault: Where the fork fails the init leaves with 0.
 * Shows: No room for another process at the start.
 */
#include "base.h"

int exec_failure(int error)
{
	return error == EAGAIN ? 0 : sound_exec_failure(error);
}
