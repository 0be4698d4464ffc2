/*
 * Fault: At its start it gives the terminal up and takes it anew, and hands the SIGHUP and SIGCONT of that on to main.
 * Shows: Any start on a terminal.
 * Known: Yelp/dumb-init 136
 */
#include "base.h"

#include <sys/ioctl.h>

void adopt(void)
{
	sound_adopt();
	if (getpid() == getsid(0) && ioctl(STDIN_FILENO, TIOCNOTTY) == 0)
		ioctl(STDIN_FILENO, TIOCSCTTY, 0);
}
