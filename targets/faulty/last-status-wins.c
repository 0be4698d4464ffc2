/*
 * Fault: The status of the last process reaped in the round is taken for main's.
 * Shows: Main dies together with an orphan, or leaves a zombie of its own.
 */
#include "base.h"

void reap(void)
{
	int status, last = 0;
	pid_t pid;
	bool over = false;

	while ((pid = next_dead(&status)) > 0) {
		over = over || pid == child;
		last = status;
	}
	if (over)
		_exit(exit_code(last));
}
