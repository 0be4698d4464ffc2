/*
 * Fault: The usual umask, 022, is set for main.
 * Shows: Another umask at exec.
 */
#include "base.h"

#include <sys/stat.h>

void restore(void)
{
	sound_restore();
	umask(022);
}
