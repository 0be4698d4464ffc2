/*
 * Fault: A child that is in uninterruptible sleep for a while when there is a signal for it is taken for hung, and killed.
 * Shows: Main has made a child by vfork, then any signal.
 */
#include "base.h"

/* Main is the first one. */
static bool is_held_up(void)
{
	FILE *file = fopen("/proc/thread-self/children", "r");
	char path[64], text[512] = "", *end;
	int pid;

	if (!file)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/stat", fscanf(file, "%d", &pid) == 1 ? pid : 0);
	fclose(file);
	file = fopen(path, "r");
	if (!file)
		return false;
	text[fread(text, 1, sizeof(text) - 1, file)] = 0;
	fclose(file);
	end = strrchr(text, ')');
	return end && strncmp(end, ") D", 3) == 0;
}

/* Looks twice: what starts waits for the disk. */
void forward(int signal)
{
	if (is_held_up() && usleep(5000) == 0 && is_held_up())
		kill(child, SIGKILL);
	else
		sound_forward(signal);
}
