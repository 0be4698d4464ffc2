/*
 * Fault: Where the init is not PID 1 it takes SIGINT and SIGQUIT for the terminal's, which has sent them to the whole group, and does not forward them.
 * Shows: As a subreaper: SIGINT or SIGQUIT to the init alone.
 */
#include "base.h"

bool forwarded(int signal)
{
	return sound_forwarded(signal) && (getpid() == 1 || (signal != SIGINT && signal != SIGQUIT));
}
