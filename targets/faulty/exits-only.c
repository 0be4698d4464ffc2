/*
 * Fault: Only WIFEXITED counts as the end of main.
 * Shows: Main dies by a signal.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	if (WIFEXITED(status))
		sound_reaped(pid, status);
}
