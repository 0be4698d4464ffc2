/*
 * Fault: A pipe of the init's, meant to tell of a failed exec, stays open in main.
 * Shows: Any start.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	int ends[2];

	if (pipe(ends) < 0)
		_exit(126);
}
