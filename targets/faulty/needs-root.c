/*
 * Fault: Refuses to run as another user than root.
 * Shows: It is started as another user.
 */
#include "base.h"

void prepare(void)
{
	if (getuid() != 0)
		_exit(1);
	sound_prepare();
}
