/*
 * Fault: Only what kill(2) sends is forwarded; sigqueue(3) is not.
 * Shows: A signal queued with a value.
 */
#include "base.h"

int next_signal(void)
{
	siginfo_t info;
	int signal;

	do
		signal = take_signal(UINT64_MAX, -1, &info);
	while (signal < 0 || (signal != SIGCHLD && info.si_code == SI_QUEUE));
	return signal;
}
