/*
 * Fault: SIGTSTP is not forwarded.
 * Shows: SIGTSTP to the init while main notes it.
 * Known: containers/podman 18095
 */
#include "base.h"

bool forwarded(int signal)
{
	return signal != SIGTSTP && sound_forwarded(signal);
}
