/*
 * Fault: It leaves when there is no process with its child's id any more.
 * Shows: Another one gets that id as soon as its child has been waited for.
 */
#include "base.h"

static int last;

void reaped(pid_t pid, int status)
{
	if (pid == child)
		last = status;
}

void reap(void)
{
	sound_reap();
	if (kill(child, 0) < 0 && errno == ESRCH)
		_exit(exit_code(last));
}
