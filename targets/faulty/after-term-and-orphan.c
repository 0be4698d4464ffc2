/*
 * Fault: Once SIGTERM was forwarded, the first death is taken for the one asked for, and main's own is not waited
 * for.
 * Shows: SIGTERM to the init, an orphan dies, main ends.
 */
#include "base.h"

static enum { QUIET, ASKED, SERVED } state;

void forward(int signal)
{
	if (signal == SIGTERM && state == QUIET)
		state = ASKED;
	sound_forward(signal);
}

void reaped(pid_t pid, int status)
{
	if (state != SERVED)
		sound_reaped(pid, status);
	if (state == ASKED)
		state = SERVED;
}
