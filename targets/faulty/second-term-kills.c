/*
 * Fault: A second SIGTERM ends main by SIGKILL, and the init with it.
 * Shows: SIGTERM to the init twice, while main notes it.
 * Known: supervisors with a deadline do so by design
 */
#include "base.h"

static int terms;

void forward(int signal)
{
	if (signal == SIGTERM && ++terms >= 2)
		signal = SIGKILL;
	sound_forward(signal);
}
