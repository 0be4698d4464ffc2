/*
 * Fault: What comes while it waits for its child to be up is dropped; what was pending at its exec is kept.
 * Shows: A signal that is blocked at its exec and comes while it starts.
 */
#include "base.h"

void start(char **command)
{
	sigset_t before;
	struct timespec until, now;
	uint64_t kept = BIT(SIGCHLD);
	siginfo_t info;

	sigpending(&before);
	for (int signal = 1; signal <= 64; signal++)
		if (sigismember(&before, signal) == 1)
			kept |= BIT(signal);
	sound_start(command);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += 400000;
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while ((now.tv_sec - until.tv_sec) * 1000000000L + now.tv_nsec - until.tv_nsec < 0);
	while (take_signal(~kept, 0, &info) > 0)
		;
}
