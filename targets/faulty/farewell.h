/* An init that sees off those that live on at its end: a signal, a wait for so many ms at most, SIGKILL. */
#ifndef FAREWELL_H
#define FAREWELL_H

#include "base.h"
#include <sys/time.h>

static inline long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * Sends SIGTERM to `whom`, -1 for everybody, and waits until that has ended, or no child is left: for `ms` at most, for ever where that is
 * negative. Returns the status of `whom`, 0 where it has not ended.
 */
static inline int see_off(pid_t whom, int ms)
{
	long end = now_ms() + ms;
	int status = 0, done;

	kill(whom, SIGTERM);
	while ((done = waitpid(whom, &status, WNOHANG)) >= 0 && !(done > 0 && whom > 0)) {
		long left = end - now_ms();

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
