/* An init that sees off those that live on at its end: a signal, a wait for so many ms at most, SIGKILL. */
#ifndef FAREWELL_H
#define FAREWELL_H

#include "base.h"
#include <sys/time.h>

#define NS_PER_MS 1000000L

static inline long clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 * NS_PER_MS + now.tv_nsec;
}

/*
 * Sends SIGTERM to `whom`, -1 for everybody, and waits until that has ended, or no child is left: for `ms` at most, for ever where that is
 * negative. Returns the status of `whom`, 0 where it has not ended. What is left is rounded up: a whole promise is kept.
 */
static inline int see_off(pid_t whom, int ms)
{
	long end = clock_ns() + ms * NS_PER_MS;
	int status = 0, done;

	kill(whom, SIGTERM);
	while ((done = waitpid(whom, &status, WNOHANG)) >= 0 && !(done > 0 && whom > 0)) {
		long left = (end - clock_ns() + NS_PER_MS - 1) / NS_PER_MS;

		if (ms >= 0 && left <= 0)
			break;
		if (done == 0)
			take_signal(BIT(SIGCHLD), ms < 0 ? -1 : (int)left, NULL);
	}
	kill(whom, SIGKILL);
	return done > 0 ? status : 0;
}

/* The same of everybody, by an alarm: the sleep itself has no time-out. */
static inline void see_off_by_alarm(int ms)
{
	struct itimerval alarm = { .it_value = { ms / 1000, ms % 1000 * 1000L } };
	int done;

	kill(-1, SIGTERM);
	setitimer(ITIMER_REAL, &alarm, NULL);
	while ((done = waitpid(-1, NULL, WNOHANG)) >= 0)
		if (done == 0 && take_signal(BIT(SIGCHLD) | BIT(SIGALRM), -1, NULL) == SIGALRM)
			break;
	kill(-1, SIGKILL);
}

#endif
