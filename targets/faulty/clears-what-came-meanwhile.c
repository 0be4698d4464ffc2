/*
 * Fault: It takes what has come, forwards each, and then forgets all that has come by then.
 * Shows: A signal that comes while another one is forwarded.
 */
#include "late.h"

int next_signal(void)
{
	static int batch[65];
	static bool catches;

	if (!catches) {
		catch_all(note);
		catches = true;
	}
	for (;;) {
		for (int signal = 1; signal <= 64; signal++)
			if (batch[signal]) {
				batch[signal]--;
				unblock(true);
				return signal;
			}
		for (int signal = 1; signal <= 64; signal++)
			came[signal] = 0;
		unblock(false);
		sleep_with_handlers();
		for (int signal = 1; signal <= 64; signal++)
			batch[signal] = came[signal];
	}
}
