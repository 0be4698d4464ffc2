/*
 * Fault: Looks up in /proc how many of its children are zombies, and waits for so many.
 * Shows: A child of the init that goes on in another thread than its first: it is a zombie by its state, and lives.
 */
#include "base.h"

void reap(void)
{
	int pids[256], status, pid, dead = 0;
	char text[512], *end;

	for (int i = read_children(pids, 256) - 1; i >= 0; i--) {
		read_stat(pids[i], text, sizeof(text));
		end = strrchr(text, ')');
		dead += end && strncmp(end, ") Z", 3) == 0;
	}
	for (; dead > 0 && (pid = waitpid(-1, &status, 0)) > 0; dead--)
		if (!WIFSTOPPED(status))
			reaped(pid, status);
	sound_reap();
}
