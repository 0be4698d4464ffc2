/*
 * Fault: SIGABRT, one of the synchronous seven, is forwarded.
 * Shows: SIGABRT to the init.
 */
#include "base.h"

bool forwarded(int signal)
{
	return signal == SIGABRT || sound_forwarded(signal);
}
