/*
 * Fault: A signal whose sender has no pid inside the namespace is dropped.
 * Shows: Any signal from outside (si_pid 0).
 * Known: lxc/lxc 2258
 */
#include "base.h"

int next_signal(void)
{
	siginfo_t info;
	int signal;

	do
		signal = take_signal(UINT64_MAX, -1, &info);
	while (signal < 0 || (signal != SIGCHLD && info.si_pid == 0));
	return signal;
}
