/*
 * Fault: Looks up in /proc which of its children are zombies, and takes what stands behind the first parenthesis for the state.
 * Shows: A child of the init whose name holds `) Z`: the init waits for the end of one that lives.
 */
#include "base.h"

static bool shows_dead(int pid)
{
	char text[512], *end;

	read_stat(pid, text, sizeof(text));
	end = strchr(text, ')');
	return end && strncmp(end, ") Z", 3) == 0;
}

/* Before it waits for all that is dead, for each that seems so: that is sure to be there. */
void reap(void)
{
	int pids[256], status, pid, dead = 0;

	for (int i = read_children(pids, 256) - 1; i >= 0; i--)
		dead += shows_dead(pids[i]);
	for (; dead > 0 && (pid = waitpid(-1, &status, 0)) > 0; dead--)
		if (!WIFSTOPPED(status))
			reaped(pid, status);
	sound_reap();
}
