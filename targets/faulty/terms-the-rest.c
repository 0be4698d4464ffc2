/*
 * Fault: When main has ended, the rest gets SIGTERM and 2 ms.
 * Shows: Main ends while another actor notes SIGTERM.
 * Known: dumb-init does so to the group, by design
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	struct timespec moment = { .tv_nsec = 2000000 };

	if (pid == child && kill(-1, SIGTERM) == 0)
		nanosleep(&moment, NULL);
	sound_reaped(pid, status);
}
