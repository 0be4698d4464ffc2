/*
 * Fault: Only its own child is waited for when somebody has died, all others every five seconds.
 * Shows: Any orphan that dies while main lives: the time-out of the init's sleep tells it at once.
 */
#include "base.h"

#define FIVE_SECONDS_MS 5000

void reap(void)
{
	reap_child();
}

int next_signal(void)
{
	int signal;

	while ((signal = take_signal(UINT64_MAX, FIVE_SECONDS_MS, NULL)) < 0)
		sound_reap();
	return signal;
}
