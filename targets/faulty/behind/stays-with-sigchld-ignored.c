/*
 * Known: SIGCHLD that was ignored at its exec is left so: the kernel reaps main, and the init waits for ever.
 * Behind it, with the same signature (leaves-promptly/stays): It also stays where main exits with 255, which it takes for `no status`.
 */
#include "../base.h"

void prepare(void)
{
	struct sigaction inherited;

	sigaction(SIGCHLD, NULL, &inherited);
	sound_prepare();
	sigaction(SIGCHLD, &inherited, NULL);
}

void reaped(pid_t pid, int status)
{
	if (HIDDEN && pid == child && WIFEXITED(status) && WEXITSTATUS(status) == 255)
		return;
	sound_reaped(pid, status);
}
