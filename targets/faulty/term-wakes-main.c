/*
 * Fault: After SIGTERM main is sent SIGCONT as well, in case that it is stopped.
 * Shows: SIGTERM to the init while main notes both.
 * Known: systemd and others do so by design
 */
#include "base.h"

void forward(int signal)
{
	sound_forward(signal);
	if (signal == SIGTERM)
		sound_forward(SIGCONT);
}
