/*
 * Fault: Leaves only when no child at all is left.
 * Shows: Main ends while an orphan lives, or leaves one behind.
 * Known: moby/moby 27514; lxc-init, bubblewrap and minijail do so by design
 */
#include "base.h"

static int main_status = -1;

void reaped(pid_t pid, int status)
{
	if (pid == child)
		main_status = status;
}

void reap(void)
{
	sound_reap();
	if (main_status >= 0 && waitpid(-1, NULL, WNOHANG) < 0)
		_exit(exit_code(main_status));
}
