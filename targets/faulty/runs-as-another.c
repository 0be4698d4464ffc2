/*
 * Fault: Promises to start main as one user, and starts it as another.
 * Shows: Any start.
 */
#include "dress.h"

void restore(void)
{
	struct dressing dressing = { PROMISED };

	dressing.user = 1000;
	dress(&dressing);
	sound_restore();
}
