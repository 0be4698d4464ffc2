/*
 * Fault: It looks whether a signal has come, and then sleeps until one comes.
 * Shows: A signal between the two: nothing wakes it.
 */
#include "late.h"

int next_signal(void)
{
	static bool catches;
	int signal;

	if (!catches) {
		catch_all(note);
		unblock(true);
		catches = true;
	}
	while (!(signal = first_that_came()))
		syscall(SYS_pause);
	came[signal]--;
	return signal;
}
