/*
 * Fault: Wakes up every 5 ms to look.
 * Shows: Any wait.
 * Known: tini does so every second, by design
 */
#include "base.h"

int next_signal(void)
{
	int signal;

	while ((signal = take_signal(UINT64_MAX, 5, NULL)) < 0)
		reap();
	return signal;
}
