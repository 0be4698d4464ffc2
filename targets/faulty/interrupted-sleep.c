/*
 * Fault: EINTR is treated as a failure of the sleep, and ends the init.
 * Shows: Freeze and thaw.
 */
#include "base.h"

int next_signal(void)
{
	int signal = take_signal(UINT64_MAX, -1, NULL);

	if (signal < 0)
		_exit(1);
	return signal;
}
