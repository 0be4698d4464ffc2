/*
 * Fault: The init goes to "/" before main starts.
 * Shows: Another working directory.
 * Known: Yelp/dumb-init 210 asked for it in the init, not in main
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	if (chdir("/") < 0)
		_exit(126);
}
