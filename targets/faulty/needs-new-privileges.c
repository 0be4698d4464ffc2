/*
 * Fault: Where no_new_privs is set the init gives up.
 * Shows: no_new_privs.
 */
#include "base.h"

void prepare(void)
{
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
		_exit(1);
	sound_prepare();
}
