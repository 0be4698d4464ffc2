/*
 * Fault: Main gets a group of its own, which is left in the background of a terminal.
 * Shows: Any start on a terminal.
 * Known: krallin/tini 19
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	setpgid(0, 0);
}
