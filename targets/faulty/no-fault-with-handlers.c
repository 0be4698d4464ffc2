/*
 * No fault: what the sound init takes with rt_sigtimedwait(2), this one takes with handlers, run in rt_sigsuspend(2) alone. The other way of
 * an init to sleep, by which the holding of inits at their calls is tried.
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
	while (!(signal = first_that_came()))
		sleep_with_handlers();
	/* One round of waiting is for all that have died by then. */
	came[signal] = signal == SIGCHLD ? 0 : came[signal] - 1;
	return signal;
}
