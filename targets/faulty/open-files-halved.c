/*
 * Fault: The soft limit of open files is halved for main.
 * Shows: Any start.
 */
#include "base.h"
#include <sys/resource.h>

void restore(void)
{
	sound_restore();
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur /= 2;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}
