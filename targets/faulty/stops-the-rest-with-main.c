/*
 * Fault: When main stops, every other process is stopped as well.
 * Shows: Main is stopped while another actor lives.
 */
#include "base.h"

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
