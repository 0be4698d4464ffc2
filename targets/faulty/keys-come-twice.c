/*
 * Fault: A key's signal, which the terminal has sent to its child as well, is passed on.
 * Shows: ^C on a terminal, and a child that handles it.
 * Known: docker/for-win 13527, docker/for-mac 5244
 */
#include "base.h"

bool pressed(int signal)
{
	(void)signal;
	return false;
}
