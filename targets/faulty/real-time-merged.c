/*
 * Fault: All that is pending is first gathered in a set: real-time signals merge.
 * Shows: The same real-time signal twice while the init is frozen, or together.
 */
#include "base.h"

static uint64_t gathered;

int next_signal(void)
{
	int signal;

	while (!gathered)
		for (signal = take_signal(UINT64_MAX, -1, NULL); signal > 0; signal = take_signal(UINT64_MAX, 0, NULL))
			gathered |= BIT(signal);
	signal = __builtin_ctzll(gathered) + 1;
	gathered &= gathered - 1;
	return signal;
}
