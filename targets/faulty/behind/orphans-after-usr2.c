/*
 * Known: Once SIGUSR2 has been forwarded no orphan is reaped.
 * Behind it, with the same signature (reaps-orphans/zombie-left): Two that are dead at once are taken for one.
 */
#include "../base.h"

static bool asked;

void forward(int signal)
{
	sound_forward(signal);
	asked = asked || signal == SIGUSR2;
}

void reap(void)
{
	int pid, status;

	reap_child();
	if (asked)
		return;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		reaped(pid, status);
		if (HIDDEN)
			break;
	}
}
