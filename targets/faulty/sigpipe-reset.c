/*
 * Fault: SIGPIPE is at its default in main, also where it was ignored at exec.
 * Shows: SIGPIPE ignored at exec.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	signal(SIGPIPE, SIG_DFL);
}
