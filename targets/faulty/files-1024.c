/*
 * Fault: Main may have 1024 descriptors, whatever was inherited.
 * Shows: Another soft limit of open files at exec.
 */
#include "base.h"

#include <sys/resource.h>

void restore(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = 1024;
	setrlimit(RLIMIT_NOFILE, &limit);
	sound_restore();
}
