/*
 * Fault: A missing command is reported as 0.
 * Shows: A command that is missing.
 */
#include "base.h"

int exec_failure(int error)
{
	return error == ENOENT ? 0 : sound_exec_failure(error);
}
