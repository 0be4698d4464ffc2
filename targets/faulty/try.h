/*
 * An init that tries again, with pauses, where it cannot make a process for its command, as a shell does: for less than 200 ms in all.
 */
#ifndef TRY_H
#define TRY_H

#include "base.h"

extern uint64_t older;

#define FIRST_MS 20
#define LAST_MS 80

/* Starts the command, pausing so often where there is no room for a process. Returns in the init: 0 where it has given up. */
static inline int try_to_start(char **command, int pauses)
{
	for (int ms = FIRST_MS; (child = fork()) < 0 && pauses-- > 0; ms = ms < LAST_MS ? 2 * ms : LAST_MS)
		nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000L }, NULL);
	if (child == 0) {
		restore();
		execute(command);
		_exit(exec_failure(errno));
	}
	if (child > 0)
		syscall(SYS_rt_sigpending, &older, sizeof(older));
	return child > 0;
}

#endif
