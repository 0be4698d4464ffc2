/*
 * No fault: an init that exits with minus the signal, as a Python wrapper does with what subprocess tells. What `death-is-255` promises.
 */
#include "base.h"

int exit_code(int status)
{
	return WIFSIGNALED(status) ? -WTERMSIG(status) : sound_exit_code(status);
}
