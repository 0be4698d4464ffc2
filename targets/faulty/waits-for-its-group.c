/*
 * Fault: Before it leaves it waits for the children in its own process group.
 * Shows: Main ends and leaves a child that lives on in the same group.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	if (pid == child)
		while (waitpid(0, NULL, 0) > 0)
			;
	sound_reaped(pid, status);
}
