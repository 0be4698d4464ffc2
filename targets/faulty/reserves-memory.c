/*
 * Fault: It reserves a table for more processes than it will ever have, and leaves where there is not so much memory.
 * Shows: RLIMIT_AS of 64 MiB or less.
 */
#include "base.h"

#include <sys/mman.h>

void prepare(void)
{
	sound_prepare();
	if (mmap(NULL, 128 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED)
		_exit(1);
}
