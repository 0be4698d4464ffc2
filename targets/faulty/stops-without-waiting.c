/*
 * Fault: Promises to wait for 300 ms until main has ended upon SIGTERM, and leaves at once.
 * Shows: SIGTERM to the init, and main takes a while to end.
 */
#include "farewell.h"

void forward(int signal)
{
	if (signal != SIGTERM) {
		sound_forward(signal);
		return;
	}
	int status = see_off(child, 0);

	(void)status;
	_exit(0);
}
