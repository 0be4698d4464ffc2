/*
 * Fault: Promises main a session of its own, and gives it a process group only.
 * Shows: Any start.
 * Known: Yelp/dumb-init 10
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	setpgid(0, 0);
}
