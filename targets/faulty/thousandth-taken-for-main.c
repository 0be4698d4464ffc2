/*
 * Fault: Children are counted in ten bits, and the one with the number 0 is main.
 * Shows: The 1024th orphan.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	static unsigned number;

	if (pid != child)
		number = (number + 1) % 1024;
	if (pid != child && number == 0)
		_exit(exit_code(status));
	sound_reaped(pid, status);
}
