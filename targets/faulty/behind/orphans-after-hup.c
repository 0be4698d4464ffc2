/*
 * Known: Once SIGHUP has been forwarded no orphan is reaped.
 * Behind it, with the same signature (reaps-orphans/zombie-left): Two that are dead at once are taken for one.
 */
#include "../base.h"

static bool hung_up;

void forward(int signal)
{
	sound_forward(signal);
	hung_up = hung_up || signal == SIGHUP;
}

void reap(void)
{
	int pid, status;

	reap_child();
	if (hung_up)
		return;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		reaped(pid, status);
		if (HIDDEN)
			break;
	}
}
