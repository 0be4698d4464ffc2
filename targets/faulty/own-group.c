/*
 * Fault: Main gets a process group of its own.
 * Shows: Any start.
 * Known: by design in tini and catatonit
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	setpgid(0, 0);
}
