/*
 * Fault: The init waits for SIGCHLD before it looks for dead children: that of one which it had before its exec is spent.
 * Shows: A zombie at exec.
 */
#include "base.h"

void reap(void)
{
	static bool asked;

	if (asked)
		sound_reap();
	asked = true;
}
