/*
 * Fault: Once SIGTERM was forwarded it looks every 2 ms whether main is gone.
 * Shows: SIGTERM to the init while main notes it, then a wait.
 */
#include "base.h"

static bool asked;

void forward(int signal)
{
	sound_forward(signal);
	asked = asked || signal == SIGTERM;
}

int next_signal(void)
{
	int signal;

	while ((signal = take_signal(UINT64_MAX, asked ? 2 : -1, NULL)) < 0)
		reap();
	return signal;
}
