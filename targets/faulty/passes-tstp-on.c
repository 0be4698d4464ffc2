/*
 * Fault: Main has a session of its own, as is promised, and is to be stopped by SIGSTOP upon SIGTSTP: that is passed on as it is, and does
 * nothing in an orphaned group.
 * Shows: SIGTSTP to the init.
 * Known: Yelp/dumb-init 25
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	setsid();
}
