/*
 * Fault: The handler forwards to its child, if there is one yet; it is there from before the fork on. What was pending at the exec is kept.
 * Shows: A signal that comes before fork(2) has returned.
 */
#include "late.h"

static void pass_on(int signal, siginfo_t *info, void *context)
{
	(void)context;
	taken = *info;
	if (child > 0 && forwarded(signal) && !pressed(signal))
		kill(child, signal);
	came[SIGCHLD] |= signal == SIGCHLD;
}

void start(char **command)
{
	uint64_t blocked = pending();

	catch_all(pass_on);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &blocked, NULL, sizeof(blocked));
	sound_start(command);
	unblock(false);
}

void restore(void)
{
	uncatch_all();
	sound_restore();
}

int next_signal(void)
{
	while (!came[SIGCHLD])
		sleep_with_handlers();
	came[SIGCHLD] = 0;
	return SIGCHLD;
}
