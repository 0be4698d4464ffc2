/*
 * Fault: Waits for the process that SIGCHLD names; a merged one names the first of many.
 * Shows: Two orphans that die before the init runs.
 * Known: openSUSE/catatonit 4, in another form
 */
#include "base.h"

static pid_t named;

int next_signal(void)
{
	siginfo_t info;
	int signal;

	while ((signal = take_signal(UINT64_MAX, -1, &info)) < 0)
		;
	named = info.si_pid;
	return signal;
}

void reap(void)
{
	int status;

	reap_child();
	if (named > 0 && waitpid(named, &status, WNOHANG) > 0 && !WIFSTOPPED(status))
		reaped(named, status);
}
