/*
 * Fault: A descriptor is left open for each process inside the namespace that sends a signal.
 * Shows: Actors send signals to the init.
 */
#include "base.h"

int next_signal(void)
{
	siginfo_t info;
	int signal;

	while ((signal = take_signal(UINT64_MAX, -1, &info)) < 0)
		;
	if (signal != SIGCHLD && info.si_pid > 0)
		syscall(SYS_pidfd_open, info.si_pid, 0);
	return signal;
}
