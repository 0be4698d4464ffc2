/*
 * Fault: The bit that says "core dumped" stays in the number of the signal.
 * Shows: Main dies by a signal and leaves a core: n, not 128 + n.
 */
#include "base.h"

int exit_code(int status)
{
	return WIFSIGNALED(status) ? 128 + (status & 0xff) : WEXITSTATUS(status);
}
