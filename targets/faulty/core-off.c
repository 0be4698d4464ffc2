/*
 * Fault: Core dumps are turned off for main.
 * Shows: A soft limit of cores other than 0 at exec.
 */
#include "base.h"

#include <sys/resource.h>

void restore(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_CORE, &limit);
	limit.rlim_cur = 0;
	setrlimit(RLIMIT_CORE, &limit);
	sound_restore();
}
