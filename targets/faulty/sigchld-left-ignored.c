/*
 * Fault: An inherited "ignore SIGCHLD" is left: the kernel reaps main, and the init sleeps for ever.
 * Shows: SIGCHLD ignored at exec; main ends.
 */
#include "base.h"

void prepare(void)
{
	struct sigaction inherited;

	sigaction(SIGCHLD, NULL, &inherited);
	sound_prepare();
	sigaction(SIGCHLD, &inherited, NULL);
}
