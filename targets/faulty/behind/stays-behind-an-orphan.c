/*
 * Known: It stays where main ends after an orphan that it has reaped.
 * Behind it, with the same signature (leaves-promptly/stays): It also stays where main was stopped before it ended.
 */
#include "../base.h"

static int adopted;
static bool was_stopped;

void reap(void)
{
	was_stopped = child_is_stopped() || was_stopped;
	sound_reap();
}

void reaped(pid_t pid, int status)
{
	if (pid == child && (adopted || (HIDDEN && was_stopped)))
		return;
	if (pid > child)
		adopted++;
	sound_reaped(pid, status);
}
