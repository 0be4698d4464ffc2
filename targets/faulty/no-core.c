/*
 * Fault: Core files are switched off for main.
 * Shows: A core limit other than 0.
 */
#include "base.h"
#include <sys/resource.h>

void restore(void)
{
	sound_restore();
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
}
