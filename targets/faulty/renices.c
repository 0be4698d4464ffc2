/*
 * Fault: The child gets a nice value of five more.
 * Shows: Any start.
 */
#include "base.h"

void restore(void)
{
	if (nice(5) == -1)
		_exit(1);
	sound_restore();
}
