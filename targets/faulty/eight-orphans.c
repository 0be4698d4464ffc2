/*
 * Fault: A table with room for eight orphans: later ones are not waited for.
 * Shows: The ninth orphan that dies.
 */
#include "base.h"

static int orphans;

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	orphans++;
}

void reap(void)
{
	int status;
	pid_t pid;

	reap_child();
	while (orphans < 8 && (pid = next_dead(&status)) > 0)
		reaped(pid, status);
}
