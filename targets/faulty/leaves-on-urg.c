/*
 * Fault: The init ends upon SIGURG, with 151.
 * Shows: SIGURG to the init.
 * Known: apptainer 5231
 */
#include "base.h"

bool forwarded(int signal)
{
	if (signal == SIGURG)
		_exit(128 + SIGURG);
	return sound_forwarded(signal);
}
