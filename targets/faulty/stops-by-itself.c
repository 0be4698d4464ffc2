/*
 * No fault: an init that upon SIGTERM stops main, for 300 ms at most, and leaves with 0. What `stops-with-mains-code` and
 * `stops-without-waiting` promise.
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
	_exit(0);
}
