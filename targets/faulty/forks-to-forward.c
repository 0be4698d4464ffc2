/*
 * Fault: Each signal is forwarded by a process of its own, for which there may be no room.
 * Shows: No room for one more process, then any signal.
 */
#include "base.h"

void forward(int signal)
{
	pid_t helper = fork();

	if (helper == 0) {
		kill(child, signal);
		_exit(0);
	}
	if (helper > 0)
		waitpid(helper, NULL, 0);
}
