/*
 * Fault: Main's end counts only when the si_code of SIGCHLD tells of a death; a merged one tells of the first event.
 * Shows: Init frozen, main stops, main is killed, thaw.
 */
#include "base.h"

static bool death = true;

int next_signal(void)
{
	siginfo_t info;
	int signal;

	while ((signal = take_signal(UINT64_MAX, -1, &info)) < 0)
		;
	death = info.si_code == CLD_EXITED || info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED;
	return signal;
}

void reaped(pid_t pid, int status)
{
	if (death)
		sound_reaped(pid, status);
}
