/*
 * Fault: When its terminal hangs up it leaves.
 * Shows: The terminal hangs up.
 */
#include "base.h"

int next_signal(void)
{
	siginfo_t info;
	int signal;

	while ((signal = take_signal(UINT64_MAX, -1, &info)) < 0)
		;
	if (signal == SIGHUP && info.si_code > 0)
		_exit(128 + SIGHUP);
	return signal;
}
