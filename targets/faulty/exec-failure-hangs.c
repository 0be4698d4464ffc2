/*
 * Fault: The process that failed to exec stays for ever.
 * Shows: A command that cannot be started.
 */
#include "base.h"

int exec_failure(int error)
{
	for (;;)
		pause();
	return sound_exec_failure(error);
}
