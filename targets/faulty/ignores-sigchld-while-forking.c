/*
 * Fault: SIGCHLD is ignored until its child is there: the kernel waits for whoever ends meanwhile (wait(2), NOTES).
 * Shows: The main child ends before that: nobody has its status.
 */
#include "base.h"

void start(char **command)
{
	signal(SIGCHLD, SIG_IGN);
	sound_start(command);
	signal(SIGCHLD, SIG_DFL);
}
