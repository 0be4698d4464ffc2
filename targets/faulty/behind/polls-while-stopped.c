/*
 * Known: It looks every 2 ms while main is stopped.
 * Behind it, with the same signature (stays-idle/wakes-up): It does so once a real-time signal was forwarded, too.
 */
#include "../base.h"

static bool stopped, asked;

void reap(void)
{
	sound_reap();
	stopped = child_is_stopped();
}

void forward(int signal)
{
	sound_forward(signal);
	asked = asked || signal >= SIGRTMIN;
}

int next_signal(void)
{
	int signal;

	while ((signal = take_signal(UINT64_MAX, stopped || (HIDDEN && asked) ? 2 : -1, NULL)) < 0)
		reap();
	return signal;
}
