/*
 * Fault: Where the init is not PID 1 it begins a session, and main is in that.
 * Shows: As a subreaper: any.
 */
#include "base.h"

void adopt(void)
{
	sound_adopt();
	if (getpid() != 1)
		setsid();
}
