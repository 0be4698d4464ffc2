/*
 * Fault: What has come while it forked is thrown away; what was pending at its exec is kept.
 * Shows: A signal between the call that blocks it and the fork.
 */
#include "base.h"

void start(char **command)
{
	sigset_t before;
	uint64_t thrown = ~BIT(SIGCHLD);
	siginfo_t info;

	sigpending(&before);
	for (int signal = 1; signal <= 64; signal++)
		if (sigismember(&before, signal) == 1)
			thrown &= ~BIT(signal);
	sound_start(command);
	while (take_signal(thrown, 0, &info) > 0)
		;
}
