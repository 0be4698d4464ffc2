/*
 * Fault: An orphan that dies by a signal ends the init; one that exits does not.
 * Shows: An orphan dies by a signal.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	if (WIFSIGNALED(status))
		_exit(exit_code(status));
}
