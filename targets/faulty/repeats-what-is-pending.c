/*
 * Fault: A signal that has come once more while it was forwarded is forwarded again at once, and left pending.
 * Shows: The same real-time signal again while it is being forwarded: it comes three times.
 */
#include "base.h"

static bool is_pending(int signal)
{
	uint64_t pending;

	syscall(SYS_rt_sigpending, &pending, sizeof(pending));
	return pending & BIT(signal);
}

void forward(int signal)
{
	bool before = is_pending(signal);

	sound_forward(signal);
	if (!before && is_pending(signal))
		sound_forward(signal);
}
