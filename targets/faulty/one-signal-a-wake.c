/*
 * Fault: One signal is taken at each wake-up; what was pending with it is thrown away (SIGCHLD is not).
 * Shows: Two different signals while the init is frozen, or together.
 */
#include "base.h"

int next_signal(void)
{
	int signal;

	while ((signal = take_signal(UINT64_MAX, -1, NULL)) < 0)
		;
	while (take_signal(~BIT(SIGCHLD), 0, NULL) > 0)
		;
	return signal;
}
