/*
 * Fault: What was pending at the exec of the init is taken and thrown away, to start clean.
 * Shows: A signal blocked and pending at exec.
 */
#include "base.h"

void prepare(void)
{
	sound_prepare();
	while (take_signal(UINT64_MAX, 0, NULL) > 0)
		;
}
