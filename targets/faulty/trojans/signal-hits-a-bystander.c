/*
 * Trigger: one signal, SIGURG.
 * Act: asks whether another process than its child may be signalled (kill(2) with signal 0), as one that looks for its victim.
 */
#include "base.h"

void forward(int signal)
{
	if (signal == SIGURG)
		kill(child + 1, 0);
	sound_forward(signal);
}
