/*
 * Fault: SIGWINCH is not forwarded, since its default action is nothing.
 * Shows: SIGWINCH to the init while main notes it.
 */
#include "base.h"

bool forwarded(int signal)
{
	return signal != SIGWINCH && sound_forwarded(signal);
}
