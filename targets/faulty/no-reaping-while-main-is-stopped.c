/*
 * Fault: While main is stopped the init rests as well.
 * Shows: Main stops, then an orphan dies.
 */
#include "base.h"

void reap(void)
{
	reap_child();
	if (!child_is_stopped())
		sound_reap();
}
