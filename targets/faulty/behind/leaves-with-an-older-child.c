/*
 * Known: The end of a child that it had before its exec is taken for the end of main.
 * Behind it, with the same signature (survives/left-early:exit): While main is stopped the end of any orphan is.
 */
#include "../base.h"

void reaped(pid_t pid, int status)
{
	if (pid != child && WIFEXITED(status) && (pid < child || (HIDDEN && child_is_stopped())))
		_exit(WEXITSTATUS(status));
	sound_reaped(pid, status);
}
