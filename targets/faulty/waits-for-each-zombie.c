/*
 * Fault: Looks up in /proc how many of its children are zombies, and waits for so many.
 * Shows: A child of the init that goes on in another thread than its first: it is a zombie by its state, and lives.
 */
#include "base.h"

static const char children[] = "/proc/thread-self/children";

static bool is_zombie(int pid)
{
	char path[64], text[512] = "", *end;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "r");
	if (!file)
		return false;
	text[fread(text, 1, sizeof(text) - 1, file)] = 0;
	fclose(file);
	end = strrchr(text, ')');
	return end && strncmp(end, ") Z", 3) == 0;
}

void reap(void)
{
	FILE *file = fopen(children, "r");
	int pid, status, dead = 0;

	while (file && fscanf(file, "%d", &pid) == 1)
		dead += is_zombie(pid);
	if (file)
		fclose(file);
	for (; dead > 0 && (pid = waitpid(-1, &status, 0)) > 0; dead--)
		reaped(pid, status);
	sound_reap();
}
