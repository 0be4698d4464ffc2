/*
 * Fault: The SIGCONT that thaws the init is not forwarded.
 * Shows: Freeze and thaw while main notes SIGCONT.
 */
#include "base.h"

int next_signal(void)
{
	bool frozen = false;
	int signal;

	for (;;) {
		signal = take_signal(UINT64_MAX, -1, NULL);
		if (signal > 0 && !(signal == SIGCONT && frozen))
			return signal;
		frozen = signal < 0;
	}
}
