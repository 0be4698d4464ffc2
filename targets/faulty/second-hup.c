/*
 * Fault: A second SIGHUP ends the init.
 * Shows: SIGHUP to the init twice.
 */
#include "base.h"

static int hups;

void forward(int signal)
{
	sound_forward(signal);
	if (signal == SIGHUP && ++hups == 2)
		_exit(128 + SIGHUP);
}
