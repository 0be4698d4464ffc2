/*
 * Fault: A SIGCHLD that somebody sent is no reason to wait; but a death merges with it.
 * Shows: SIGCHLD sent to the frozen init, then an orphan dies, then thaw.
 */
#include "base.h"

static bool sent;

int next_signal(void)
{
	siginfo_t info;
	int signal;

	while ((signal = take_signal(UINT64_MAX, -1, &info)) < 0)
		;
	sent = info.si_code <= 0;
	return signal;
}

void reap(void)
{
	reap_child();
	if (!sent)
		sound_reap();
}
