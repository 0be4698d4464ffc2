/*
 * Known: It stays where main exits with 255, which it takes for `no status`.
 * Behind it, with the same signature (leaves-promptly/stays): It also stays where main dies of a real-time signal.
 */
#include "../base.h"

void reaped(pid_t pid, int status)
{
	if (pid == child && WIFEXITED(status) && WEXITSTATUS(status) == 255)
		return;
	if (HIDDEN && pid == child && WIFSIGNALED(status) && WTERMSIG(status) >= SIGRTMIN)
		return;
	sound_reaped(pid, status);
}
