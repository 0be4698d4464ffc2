/*
 * Fault: Children are noted in a table of 1024; when it is full, nobody is waited for but main.
 * Shows: More than a thousand orphans in the life of the init.
 */
#include "base.h"

static unsigned seen;

void reap(void)
{
	int pid, status;

	while (seen < 1024 && (pid = next_dead(&status)) > 0) {
		seen++;
		reaped(pid, status);
	}
	if (seen == 1024)
		reap_child();
}
