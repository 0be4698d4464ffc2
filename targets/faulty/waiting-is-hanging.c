/*
 * Fault: A child that is in uninterruptible sleep for a while when there is a signal for it is taken for hung, and killed.
 * Shows: Main has made a child by vfork, then any signal.
 */
#include "base.h"

static bool is_held_up(void)
{
	char text[512], *end;
	int main;

	if (read_children(&main, 1) == 0)
		return false;
	read_stat(main, text, sizeof(text));
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
