/*
 * Fault: Real-time signals are forwarded twice.
 * Shows: Any signal from SIGRTMIN up while main notes it.
 */
#include "base.h"

void forward(int signal)
{
	sound_forward(signal);
	if (signal >= SIGRTMIN)
		sound_forward(signal);
}
