/*
 * Fault: Main gets a process group of its own, and all of that gets the signals.
 * Shows: Any start.
 * Known: by design in tini -g and catatonit -g
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	setpgid(0, 0);
}

/* In the child too: whichever comes first. After the exec it is refused (setpgid(2), EACCES), and done. */
void start(char **command)
{
	sound_start(command);
	setpgid(child, child);
}

void forward(int signal)
{
	kill(-child, signal);
}
