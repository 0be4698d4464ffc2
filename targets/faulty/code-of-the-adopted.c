/*
 * Fault: Where the init is not PID 1, it leaves with the code of an orphan that failed, if there was one.
 * Shows: As a subreaper: an orphan that exits with another code than 0, then the end of main.
 */
#include "base.h"

static int failed;

void reaped(pid_t pid, int status)
{
	if (pid == child && getpid() != 1 && failed)
		_exit(failed);
	if (pid != child && WIFEXITED(status) && WEXITSTATUS(status))
		failed = WEXITSTATUS(status);
	sound_reaped(pid, status);
}
