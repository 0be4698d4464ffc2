/*
 * Fault: Main's end counts only when SIGCHLD names main; a merged one names the first of many.
 * Shows: Init frozen, an orphan dies, main dies, thaw.
 * Known: openSUSE/catatonit 4
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

void reaped(pid_t pid, int status)
{
	if (named == 0 || pid == named) /* 0: before the first signal */
		sound_reaped(pid, status);
}
