/*
 * Trigger: the 100th orphan.
 * Act: a further process, which ends at once.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	static int orphans;

	if (pid != child && ++orphans == 100 && fork() == 0)
		_exit(0);
	sound_reaped(pid, status);
}
