/*
 * Fault: One signal is not forwarded: SIGRTMIN+5.
 * Shows: SIGRTMIN+5 to the init.
 */
#include "base.h"

bool forwarded(int signal)
{
	return signal != SIGRTMIN + 5 && sound_forwarded(signal);
}
