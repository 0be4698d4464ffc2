/*
 * Fault: The umask is set to 0.
 * Shows: Any start with a umask other than 0.
 */
#include "base.h"
#include <sys/stat.h>

void restore(void)
{
	sound_restore();
	umask(0);
}
