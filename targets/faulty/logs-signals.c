/*
 * Fault: Each signal is logged on stderr before it is forwarded.
 * Shows: stderr is a pipe that nobody reads: the init waits in write(2) for ever.
 */
#include "base.h"

void forward(int signal)
{
	dprintf(STDERR_FILENO, "forwarding %d\n", signal);
	sound_forward(signal);
}
