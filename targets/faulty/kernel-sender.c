/*
 * Fault: A signal that the kernel sends, not a process, is kept: its si_code is above 0.
 * Shows: The terminal hangs up: SIGHUP comes from the kernel.
 */
#include "base.h"

int next_signal(void)
{
	siginfo_t info;
	int signal;

	do
		signal = take_signal(UINT64_MAX, -1, &info);
	while (signal < 0 || (signal != SIGCHLD && info.si_code > 0));
	return signal;
}
