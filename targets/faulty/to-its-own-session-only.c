/*
 * Fault: Main gets no signal any more once it is in another session than the init.
 * Shows: Main changes to a session of its own, then a signal to the init.
 */
#include "base.h"

void forward(int signal)
{
	if (getsid(child) == getsid(0))
		sound_forward(signal);
}
