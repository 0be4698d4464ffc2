/*
 * Fault: A parent with the id 1 is taken for the sign that the own parent has died: the init leaves at its first signal.
 * Shows: As a subreaper, a child of PID 1: any signal to the init while main lives.
 */
#include "base.h"

bool forwarded(int signal)
{
	if (getppid() == 1)
		_exit(1);
	return sound_forwarded(signal);
}
