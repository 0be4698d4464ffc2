/*
 * Fault: Signals go to main's process group, which main makes itself, some time after the fork.
 * Shows: A signal before that: there is no such group (ESRCH), and it is lost.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	setpgid(0, 0);
}

void forward(int signal)
{
	kill(-child, signal);
}
