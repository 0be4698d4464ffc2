/*
 * Fault: Promises a umask, and sets another one.
 * Shows: Any start.
 */
#include "dress.h"

void restore(void)
{
	struct dressing dressing = { PROMISED };

	dressing.mask = 027;
	dress(&dressing);
	sound_restore();
}
