/*
 * Fault: The child has the init's own handlers until it is another program.
 * Shows: A signal that is forwarded to the child before its exec: the handler swallows it.
 * Known: Yelp/dumb-init, whose handlers are there for sigwait(3)
 */
#include "base.h"

static void swallow(int signal)
{
	(void)signal;
}

void prepare(void)
{
	sound_prepare();
	for (int number = 1; number <= 31; number++)
		if (forwarded(number))
			signal(number, swallow);
}
