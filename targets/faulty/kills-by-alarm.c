/*
 * No fault: as `terms-everybody`, by an alarm. What `alarm-after-five-seconds` promises.
 */
#include "farewell.h"

void reaped(pid_t pid, int status)
{
	if (pid == child)
		see_off_by_alarm(300);
	sound_reaped(pid, status);
}
