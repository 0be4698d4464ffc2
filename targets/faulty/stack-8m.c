/*
 * Fault: Main gets the usual stack of 8 MiB, whatever was inherited.
 * Shows: Another soft limit of the stack at exec.
 */
#include "base.h"

#include <sys/resource.h>

void restore(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_STACK, &limit);
	limit.rlim_cur = 8u << 20;
	setrlimit(RLIMIT_STACK, &limit);
	sound_restore();
}
