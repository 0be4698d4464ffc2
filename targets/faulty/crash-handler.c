/*
 * Fault: SIGSEGV from a user is taken for a crash of the init's own.
 * Shows: SIGSEGV to the init.
 */
#include "base.h"

bool forwarded(int signal)
{
	if (signal == SIGSEGV)
		_exit(128 + SIGSEGV);
	return sound_forwarded(signal);
}
