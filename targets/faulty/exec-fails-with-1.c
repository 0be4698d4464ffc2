/*
 * Fault: Every failed exec is reported as 1.
 * Shows: A command that cannot be started.
 * Known: by design in catatonit
 */
#include "base.h"

int exec_failure(int error)
{
	(void)error;
	return 1;
}
