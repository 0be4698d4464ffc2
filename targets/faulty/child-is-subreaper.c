/*
 * Fault: The child is made the subreaper, not the init: orphans go to main, which does not wait for them.
 * Shows: As a subreaper: an orphan below a main that never waits.
 */
#include "base.h"

void adopt(void)
{
}

void restore(void)
{
	sound_adopt();
	sound_restore();
}
