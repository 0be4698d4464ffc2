/*
 * Fault: The child can gain no privilege any more: no_new_privs is set, and sudo does not work in the container.
 * Shows: Any start without no_new_privs.
 */
#include "base.h"

void restore(void)
{
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	sound_restore();
}
