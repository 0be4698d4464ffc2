/*
 * Fault: The set of signals waited for is made by sigfillset(3), which leaves out 32 and 33.
 * Shows: SIG32 or SIG33 to the init.
 * Known: the libraries of tini and dumb-init
 */
#include "base.h"

int next_signal(void)
{
	sigset_t set;
	int signal;

	sigfillset(&set);
	while ((signal = sigwaitinfo(&set, NULL)) < 0)
		;
	return signal;
}
