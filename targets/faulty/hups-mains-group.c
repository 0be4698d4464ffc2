/*
 * Fault: When main has ended, the process group that it was started in gets SIGHUP and 2 ms.
 * Shows: Main ends while another actor of that group notes SIGHUP.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	struct timespec moment = { .tv_nsec = 2000000 };

	if (pid == child && kill(0, SIGHUP) == 0)
		nanosleep(&moment, NULL);
	sound_reaped(pid, status);
}
