/*
 * Fault: Promises to leave upon SIGINT with 130, and leaves with 0.
 * Shows: SIGINT to the init.
 */
#include "base.h"

void forward(int signal)
{
	if (signal == SIGINT)
		_exit(0);
	sound_forward(signal);
}
