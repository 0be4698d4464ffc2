/*
 * Fault: Where nothing is pending it unblocks signals, and pauses, in two calls where sigsuspend(2) is one.
 * Shows: A signal that comes before the pause.
 */
#include "late.h"

int next_signal(void)
{
	static bool catches;
	int signal;

	if (!catches) {
		catch_all(note);
		catches = true;
	}
	while (!(signal = first_that_came())) {
		if (pending()) {
			sleep_with_handlers();
			continue;
		}
		unblock(true);
		syscall(SYS_pause);
		unblock(false);
	}
	came[signal]--;
	return signal;
}
