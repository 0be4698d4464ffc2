/*
 * Fault: On a terminal main gets a group of its own, which is left in the background.
 * Shows: Any start on a terminal.
 * Known: krallin/tini 19
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	if (isatty(STDIN_FILENO))
		setpgid(0, 0);
}
