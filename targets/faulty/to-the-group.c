/*
 * Fault: Signals go to the process group that main is started in, which is the init's own: the init takes back what it gets of it.
 * Shows: A signal to the init while another actor of that group notes it.
 * Known: Yelp/dumb-init and tini -g forward to a group by design
 */
#include "base.h"

void forward(int signal)
{
	siginfo_t info;

	kill(0, signal);
	take_signal(BIT(signal), 0, &info);
}
