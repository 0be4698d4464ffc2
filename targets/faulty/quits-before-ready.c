/*
 * Fault: Until it is ready SIGTERM and SIGINT end it, with success: there is nothing to stop yet.
 * Shows: SIGTERM while it starts.
 */
#include "base.h"

static void quit(int signal)
{
	_exit(signal ? 0 : 1);
}

void prepare(void)
{
	struct timespec until, now;

	signal(SIGTERM, quit);
	signal(SIGINT, quit);
	/* What it reads its settings in. */
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += 300000;
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while ((now.tv_sec - until.tv_sec) * 1000000000L + now.tv_nsec - until.tv_nsec < 0);
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	sound_prepare();
}
