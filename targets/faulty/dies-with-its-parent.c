/*
 * Fault: When its parent ends, the kernel kills it: by a request that its maker made to be rid of it.
 * Shows: It is not PID 1, and its parent ends.
 */
#include "base.h"

void adopt(void)
{
	sound_adopt();
	if (getpid() != 1)
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}
