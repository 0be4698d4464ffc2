/*
 * Known: While main is stopped no orphan is reaped.
 * Behind it, with the same signature (reaps-orphans/zombie-left): Nor is one once a real-time signal has been forwarded.
 */
#include "../base.h"

static bool asked;

void forward(int signal)
{
	sound_forward(signal);
	asked = asked || signal >= SIGRTMIN;
}

void reap(void)
{
	reap_child();
	if (!child_is_stopped() && !(HIDDEN && asked))
		sound_reap();
}
