/*
 * Known: SIGRTMIN+5 is not forwarded.
 * Behind it, with the same signature (forwards/signal-lost:real-time): Nor is any real-time signal once SIGHUP was.
 */
#include "../base.h"

static bool hung_up;

void forward(int signal)
{
	hung_up = hung_up || signal == SIGHUP;
	sound_forward(signal);
}

bool forwarded(int signal)
{
	/* As the kernel counts: glibc keeps the first two. */
	return signal != 34 + 5 && !(HIDDEN && hung_up && signal >= 34) && sound_forwarded(signal);
}
