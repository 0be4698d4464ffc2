/*
 * Known: SIGTERM is not forwarded while main is stopped.
 * Behind it, with the same signature (forwards/signal-lost:SIGTERM): Nor is it once an orphan was reaped.
 */
#include "../base.h"

static bool stopped, adopted;

void reap(void)
{
	sound_reap();
	stopped = child_is_stopped();
}

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	adopted = true;
}

bool forwarded(int signal)
{
	return !(signal == SIGTERM && (stopped || (HIDDEN && adopted))) && sound_forwarded(signal);
}
