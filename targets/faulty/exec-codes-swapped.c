/*
 * Fault: 126 and 127 are swapped.
 * Shows: A command that cannot be started.
 */
#include "base.h"

int exec_failure(int error)
{
	return error == ENOENT || error == ENOTDIR ? 126 : 127;
}
