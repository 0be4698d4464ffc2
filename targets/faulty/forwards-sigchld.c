/*
 * Fault: SIGCHLD is forwarded too, after the reaping.
 * Shows: An orphan dies, or SIGCHLD to the init, while main notes SIGCHLD.
 */
#include "base.h"

void reap(void)
{
	static bool started;

	sound_reap();
	if (started)
		forward(SIGCHLD);
	started = true; /* the first call comes before any signal */
}
