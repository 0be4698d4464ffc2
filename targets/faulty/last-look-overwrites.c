/*
 * Fault: When its child is among the dead it looks once more, and takes the status of whoever is there then for the child's.
 * Shows: An orphan that ends between its last look and that one.
 */
#include "base.h"

static bool over;
static int last;

void reaped(pid_t pid, int status)
{
	over |= pid == child;
	if (pid == child)
		last = status;
}

void reap(void)
{
	sound_reap();
	if (!over)
		return;
	waitpid(-1, &last, WNOHANG);
	_exit(exit_code(last));
}
