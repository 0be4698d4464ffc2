/*
 * Fault: A child that the init had before its exec is taken for main: the oldest child is thought to be that.
 * Shows: Such a child ends while main lives.
 * Known: containers/bubblewrap 146
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	if (pid < child)
		_exit(exit_code(status));
	sound_reaped(pid, status);
}
