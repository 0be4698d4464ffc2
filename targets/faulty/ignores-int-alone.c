/*
 * Fault: Promises to start main with SIGINT and SIGQUIT ignored, and has only SIGINT so.
 * Shows: Any start.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	signal(SIGINT, SIG_IGN);
}
