/*
 * Fault: It looks itself up in /proc, and leaves where that is not mounted.
 * Shows: No /proc.
 */
#include "base.h"

void prepare(void)
{
	if (access("/proc/self/status", R_OK) < 0)
		_exit(1);
	sound_prepare();
}
