/*
 * Fault: Signals that were blocked at the init's exec are not waited for.
 * Shows: A signal blocked at exec, sent to the init (main notes it: it unblocks all).
 */
#include "base.h"

int next_signal(void)
{
	int signal;

	while ((signal = take_signal(~inherited_mask | BIT(SIGCHLD), -1, NULL)) < 0)
		;
	return signal;
}
