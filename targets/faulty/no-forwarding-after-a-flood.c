/*
 * Fault: After a flood of a thousand deaths the init only reaps: what it is sent is dropped.
 * Shows: More than a thousand orphans, then a signal.
 */
#include "base.h"

static unsigned deaths;

void reaped(pid_t pid, int status)
{
	deaths++;
	sound_reaped(pid, status);
}

void forward(int signal)
{
	if (deaths <= 1000)
		sound_forward(signal);
}
