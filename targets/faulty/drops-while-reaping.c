/*
 * Fault: Where nothing is pending, what comes while it waits for the dead is not noted.
 * Shows: A signal that comes in the middle of that.
 */
#include "late.h"

static volatile sig_atomic_t reaping;

static void note_unless_reaping(int signal, siginfo_t *info, void *context)
{
	if (!reaping || signal == SIGCHLD)
		note(signal, info, context);
}

int next_signal(void)
{
	static bool catches;
	int signal;

	if (!catches) {
		catch_all(note_unless_reaping);
		catches = true;
	}
	while (!(signal = first_that_came()))
		sleep_with_handlers();
	came[signal]--;
	return signal;
}

void reap(void)
{
	reaping = child > 0 && !pending();
	if (reaping)
		unblock(true);
	sound_reap();
	unblock(false);
	reaping = 0;
}
