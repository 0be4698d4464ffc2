/*
 * Fault: Children that the init had before its exec are not waited for: they are thought to be somebody else's.
 * Shows: Such a child ends.
 */
#include "base.h"

void reap(void)
{
	siginfo_t info = { 0 };

	while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid > 0) {
		int status;

		if (info.si_pid < child)
			return;
		if (waitpid(info.si_pid, &status, 0) == info.si_pid && !WIFSTOPPED(status))
			reaped(info.si_pid, status);
		info.si_pid = 0;
	}
}
