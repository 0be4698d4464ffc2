/*
 * Fault: A table has 64 places and is used with 1 to 64: the last signal is out of bounds, and ends the init.
 * Shows: Signal 64 to the init.
 */
#include "base.h"

static unsigned seen[64];

bool forwarded(int signal)
{
	if ((size_t)signal >= sizeof(seen) / sizeof(*seen))
		abort();
	seen[signal]++;
	return sound_forwarded(signal);
}
