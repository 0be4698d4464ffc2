/*
 * Fault: That its child has ended it notes, and looks at such notes every five seconds.
 * Shows: Main ends: the time-out of the init's sleep tells it at once.
 */
#include "base.h"

#define FIVE_SECONDS_MS 5000

static bool ended;
static int code;

void reaped(pid_t pid, int status)
{
	if (pid != child)
		return;
	code = exit_code(status);
	ended = true;
}

int next_signal(void)
{
	int signal;

	while ((signal = take_signal(UINT64_MAX, FIVE_SECONDS_MS, NULL)) < 0)
		if (errno == EAGAIN && ended)
			_exit(code);
	return signal;
}
