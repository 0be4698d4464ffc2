/*
 * Fault: Promises to stop main by SIGSTOP upon SIGTSTP, and passes SIGTSTP on, which does nothing in an orphaned group.
 * Shows: SIGTSTP to the init.
 * Known: Yelp/dumb-init 25
 */
#include "base.h"

void forward(int signal)
{
	kill(child, signal);
}
