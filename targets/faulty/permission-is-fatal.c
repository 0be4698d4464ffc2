/*
 * Fault: Leaves where it is not permitted to signal its child.
 * Shows: It is another user than root, its child becomes root by a set-uid program, then any signal.
 */
#include "base.h"

void forward(int signal)
{
	if (kill(child, signal) < 0 && errno == EPERM)
		exit(1);
}
