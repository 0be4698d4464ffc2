/*
 * Fault: SIGTTOU is kept for the init itself.
 * Shows: SIGTTOU to the init while main notes it.
 * Known: by design in tini and catatonit
 */
#include "base.h"

bool forwarded(int signal)
{
	return signal != SIGTTOU && sound_forwarded(signal);
}
