/*
 * Fault: What main sends to the init is dropped, for fear of a loop.
 * Shows: Main sends a signal to the init.
 */
#include "base.h"

int next_signal(void)
{
	siginfo_t info;
	int signal;

	do
		signal = take_signal(UINT64_MAX, -1, &info);
	while (signal < 0 || (signal != SIGCHLD && info.si_pid == child));
	return signal;
}
