/*
 * Fault: All are waited for by PID 1 only; elsewhere the init waits for main.
 * Shows: As a subreaper: an orphan that ends.
 */
#include "base.h"

void reap(void)
{
	if (getpid() == 1)
		sound_reap();
	else
		reap_child();
}
