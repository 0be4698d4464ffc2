/*
 * Fault: The soft limit of descriptors is raised to the hard one, and main has it so.
 * Shows: Any start.
 */
#include "base.h"

#include <sys/resource.h>

void restore(void)
{
	struct rlimit limit;

	sound_restore();
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}
