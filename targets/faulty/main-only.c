/*
 * Fault: Only the main child is waited for.
 * Shows: Any orphan that dies while main lives.
 * Known: Yelp/dumb-init 9
 */
#include "base.h"

void reap(void)
{
	reap_child();
}
