/*
 * Fault: SIGCHLD is at its default in main, also where it was ignored at exec.
 * Shows: SIGCHLD ignored at exec.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	signal(SIGCHLD, SIG_DFL);
}
