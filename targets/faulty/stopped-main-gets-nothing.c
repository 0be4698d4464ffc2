/*
 * Fault: While main is stopped nothing is forwarded but SIGCONT; it is not kept either.
 * Shows: Main is stopped, a signal to the init, main continued.
 */
#include "base.h"

static bool stopped;

void reap(void)
{
	sound_reap();
	stopped = child_is_stopped();
}

bool forwarded(int signal)
{
	return (!stopped || signal == SIGCONT) && sound_forwarded(signal);
}
