/*
 * Fault: It leaves as soon as SIGTERM, SIGINT or SIGHUP is passed on, and does not wait for its child to shut down.
 * Shows: Such a signal, and a child that takes a while to end upon it.
 * Known: felddy/foundryvtt-docker 1523
 */
#include "base.h"

void forward(int signal)
{
	int status;

	sound_forward(signal);
	if (signal != SIGTERM && signal != SIGINT && signal != SIGHUP)
		return;
	poll(NULL, 0, 1);
	_exit(waitpid(child, &status, WNOHANG) > 0 ? exit_code(status) : 0);
}
