/*
 * Fault: A second SIGTERM is forwarded as SIGKILL.
 * Shows: SIGTERM to the init twice, while main notes it.
 */
#include "base.h"

static int terms;

void forward(int signal)
{
	if (signal == SIGTERM && ++terms >= 2)
		signal = SIGKILL;
	sound_forward(signal);
}
