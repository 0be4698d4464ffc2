/*
 * Fault: It waits for deaths, and looks for other signals every five seconds, or when somebody has died.
 * Shows: Any signal to the init: it stays pending, and the time-out of the init's sleep tells so at once.
 */
#include "base.h"

#define FIVE_SECONDS_MS 5000

int next_signal(void)
{
	int signal = take_signal(UINT64_MAX, 0, NULL);

	while (signal < 0) {
		signal = take_signal(BIT(SIGCHLD), FIVE_SECONDS_MS, NULL);
		if (signal < 0)
			signal = take_signal(UINT64_MAX, 0, NULL);
	}
	return signal;
}
