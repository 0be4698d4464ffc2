/*
 * Fault: Signals are blocked only after the fork, and what is dead already is not looked for.
 * Shows: The main child ends before that: PID 1 never gets that SIGCHLD, and sleeps for ever.
 * Known: Yelp/dumb-init 102
 */
#include "base.h"

void prepare(void)
{
	signal(SIGCHLD, SIG_DFL);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, NULL, &inherited_mask, sizeof(inherited_mask));
}

void start(char **command)
{
	uint64_t all = UINT64_MAX;

	sound_start(command);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof(all));
}

void reap(void)
{
	static bool started;

	if (started)
		sound_reap();
	started = true;
}
