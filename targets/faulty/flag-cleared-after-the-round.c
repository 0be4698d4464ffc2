/*
 * Fault: The flag that somebody has died is cleared when all are waited for, rather than before.
 * Shows: A death between the last look and that.
 */
#include "late.h"

int next_signal(void)
{
	static bool catches, reaping;
	int signal;

	if (!catches) {
		catch_all(note);
		catches = true;
	}
	if (reaping) {
		unblock(true);
		came[SIGCHLD] = 0;
		unblock(false);
	}
	while (!(signal = first_that_came()))
		sleep_with_handlers();
	reaping = signal == SIGCHLD;
	if (!reaping)
		came[signal]--;
	return signal;
}
