/*
 * Fault: After the first orphan it never sleeps again.
 * Shows: An orphan dies.
 */
#include "base.h"

static bool seen;

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	seen = true;
}

int next_signal(void)
{
	int signal;

	while ((signal = take_signal(UINT64_MAX, seen ? 0 : -1, NULL)) < 0)
		;
	return signal;
}
