/*
 * Known: When main stops, all others are stopped as well.
 * Behind it, with the same signature (spares-others/harmed): When SIGHUP comes, all others get SIGKILL.
 */
#include "../base.h"

void reap(void)
{
	static bool stopped;

	sound_reap();
	if (child_is_stopped() == stopped)
		return;
	stopped = !stopped;
	if (stopped)
		kill(-1, SIGSTOP);
}

void forward(int signal)
{
	int pid;

	sound_forward(signal);
	for (pid = 2; HIDDEN && signal == SIGHUP && pid < 400; pid++)
		if (pid != child)
			kill(pid, SIGKILL);
}
