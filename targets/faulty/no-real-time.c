/*
 * Fault: Only signals 1 to 31 are forwarded.
 * Shows: Any signal from 32 up.
 * Known: Yelp/dumb-init 70
 */
#include "base.h"

bool forwarded(int signal)
{
	return signal < 32 && sound_forwarded(signal);
}
