/*
 * Fault: What nice(2) returns is taken for an error code, and it is the nice value: with another than 0 the init leaves.
 * Shows: A nice value other than 0.
 */
#include "base.h"

void prepare(void)
{
	if (nice(0) != 0)
		_exit(1);
	sound_prepare();
}
