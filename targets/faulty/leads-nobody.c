/*
 * Fault: Promises to forward to the group that it leads, and forwards to main alone.
 * Shows: A signal to the init, while main has a child in its group.
 */
#include "base.h"

void forward(int signal)
{
	kill(child, signal);
}
