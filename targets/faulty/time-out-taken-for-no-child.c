/*
 * Fault: It looks once a minute whether anything is left to do, and takes that nothing has come (EAGAIN) for having no child.
 * Shows: A minute in which nothing happens.
 */
#include "base.h"

#define MINUTE_MS 60000

int next_signal(void)
{
	int signal;

	do
		signal = take_signal(UINT64_MAX, MINUTE_MS, NULL);
	while (signal < 0 && errno == EINTR);
	if (signal < 0)
		_exit(0);
	return signal;
}
