/*
 * Fault: Takes for granted that a child which waitpid(2) reports without WUNTRACED is dead, and ends where an adopted one is not.
 * Shows: An orphan, or a child from before its exec, has itself traced by its parent, and gets a signal.
 * Known: no report; dumb-init 1.2.5 fails an assertion and exits 139, by main as well
 */
#include "base.h"

#include <assert.h>

pid_t next_dead(int *status)
{
	pid_t pid = waitpid(-1, status, WNOHANG);

	if (pid == child && WIFSTOPPED(*status))
		return sound_next_dead(status);
	assert(pid <= 0 || WIFEXITED(*status) || WIFSIGNALED(*status));
	return pid;
}
