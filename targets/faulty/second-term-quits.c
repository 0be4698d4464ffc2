/*
 * Fault: A second SIGTERM is forwarded as SIGQUIT.
 * Shows: SIGTERM to the init twice, while main notes both.
 */
#include "base.h"

static int terms;

void forward(int signal)
{
	if (signal == SIGTERM && ++terms >= 2)
		signal = SIGQUIT;
	sound_forward(signal);
}
