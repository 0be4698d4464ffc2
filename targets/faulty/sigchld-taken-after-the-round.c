/*
 * Fault: When all the dead are waited for, a SIGCHLD that is pending is taken for one of theirs.
 * Shows: A death between the last look and that.
 */
#include "base.h"

void reap(void)
{
	siginfo_t info;

	sound_reap();
	take_signal(BIT(SIGCHLD), 0, &info);
}
