/*
 * Fault: The init ignores SIGINT for itself, and main inherits that.
 * Shows: Any start.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	signal(SIGINT, SIG_IGN);
}
