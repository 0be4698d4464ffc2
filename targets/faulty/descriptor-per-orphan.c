/*
 * Fault: A descriptor is left open for each orphan.
 * Shows: Orphans die.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	open("/", O_RDONLY | O_CLOEXEC);
}
