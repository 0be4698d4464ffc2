/*
 * Fault: Promises to leave upon SIGINT, and waits for its child all the same.
 * Shows: SIGINT to the init.
 */
#include "base.h"

bool forwarded(int signal)
{
	return signal != SIGINT && sound_forwarded(signal);
}
