/*
 * Fault: The init does not ask for orphans: where it is not PID 1 they are somebody else's.
 * Shows: As a subreaper: an orphan that ends.
 */
#include "base.h"

void adopt(void)
{
}
