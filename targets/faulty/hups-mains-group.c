/*
 * Fault: When main has ended, its process group gets SIGHUP and 2 ms.
 * Shows: Main leads a group and ends; another actor of that group notes SIGHUP.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	struct timespec moment = { .tv_nsec = 2000000 };

	if (pid == child && kill(-child, SIGHUP) == 0)
		nanosleep(&moment, NULL);
	sound_reaped(pid, status);
}
