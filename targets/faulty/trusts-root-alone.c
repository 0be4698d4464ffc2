/*
 * Fault: A signal from another user than root is dropped.
 * Shows: It is started as another user, and an actor signals it.
 */
#include "base.h"

int next_signal(void)
{
	siginfo_t info;
	int signal;

	do
		signal = take_signal(UINT64_MAX, -1, &info);
	while (signal < 0 || (signal != SIGCHLD && info.si_code <= 0 && info.si_uid != 0));
	return signal;
}
