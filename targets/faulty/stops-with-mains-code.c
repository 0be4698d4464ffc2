/*
 * Fault: Promises to leave with 0 when it has stopped main, and leaves with what that has ended with.
 * Shows: SIGTERM to the init, and main ends of it.
 */
#include "farewell.h"

void forward(int signal)
{
	if (signal != SIGTERM) {
		sound_forward(signal);
		return;
	}
	int status = see_off(child, 300);

	(void)status;
	_exit(exit_code(status));
}
