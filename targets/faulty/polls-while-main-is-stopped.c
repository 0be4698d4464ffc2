/*
 * Fault: While main is stopped it looks every 2 ms whether it has continued.
 * Shows: Main is stopped, then a wait.
 */
#include "base.h"

static bool stopped;

void reap(void)
{
	sound_reap();
	stopped = child_is_stopped();
}

int next_signal(void)
{
	int signal;

	while ((signal = take_signal(UINT64_MAX, stopped ? 2 : -1, NULL)) < 0)
		reap();
	return signal;
}
