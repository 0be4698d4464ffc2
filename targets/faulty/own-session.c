/*
 * Fault: Main gets a session of its own.
 * Shows: Any start.
 * Known: by design in dumb-init
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	setsid();
}
