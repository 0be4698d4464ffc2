/*
 * Fault: When an orphan that led a group has died, the rest of the group gets SIGHUP.
 * Shows: Such an orphan dies while another actor is in its group.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	kill(-pid, SIGHUP);
}
