/*
 * Fault: Looks up in /proc which of its children are zombies, and takes what stands behind the first parenthesis for the state.
 * Shows: A child of the init whose name holds `) Z`: the init waits for the end of one that lives.
 */
#include "base.h"

static const char children[] = "/proc/thread-self/children";

static bool shows_dead(int pid)
{
	char path[64], text[512] = "", *end;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "r");
	if (!file)
		return false;
	text[fread(text, 1, sizeof(text) - 1, file)] = 0;
	fclose(file);
	end = strchr(text, ')');
	return end && strncmp(end, ") Z", 3) == 0;
}

/* Before it waits for all that is dead, for each that seems so: that is sure to be there. */
void reap(void)
{
	FILE *file = fopen(children, "r");
	int pid, status, dead = 0;

	while (file && fscanf(file, "%d", &pid) == 1)
		dead += shows_dead(pid);
	if (file)
		fclose(file);
	for (; dead > 0 && (pid = waitpid(-1, &status, 0)) > 0; dead--)
		reaped(pid, status);
	sound_reap();
}
