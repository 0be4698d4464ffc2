/*
 * Known: A second SIGHUP ends it.
 * Behind it, with the same signature (survives/left-early:SIGHUP): So does the first, while main is stopped.
 */
#include "../base.h"

static bool stopped;

void reap(void)
{
	sound_reap();
	stopped = child_is_stopped();
}

void forward(int signal)
{
	static int hups;

	sound_forward(signal);
	if (signal == SIGHUP && (++hups == 2 || (HIDDEN && stopped)))
		_exit(128 + SIGHUP);
}
