/*
 * Fault: Where nothing is pending, nothing is blocked while it forwards.
 * Shows: A signal that comes meanwhile: PID 1 has no handler for it, and never gets it.
 */
#include "late.h"

void forward(int signal)
{
	if (!pending())
		unblock(true);
	sound_forward(signal);
	unblock(false);
}
