/*
 * Fault: The tenth signal is lost.
 * Shows: Ten signals to the init.
 */
#include "base.h"

static int signals;

bool forwarded(int signal)
{
	return sound_forwarded(signal) && ++signals != 10;
}
