/*
 * Fault: The end of any child is taken for the end of main.
 * Shows: An orphan dies.
 * Known: systemd/systemd 4855
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	(void)pid;
	_exit(exit_code(status));
}
