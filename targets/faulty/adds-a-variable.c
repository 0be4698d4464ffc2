/*
 * Fault: A variable is added to the environment.
 * Shows: Any start.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	setenv("INIT_PID", "1", 1);
}
