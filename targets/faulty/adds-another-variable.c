/*
 * Fault: Promises to add variables of npm's, and adds one of its own.
 * Shows: Any start.
 */
#include "dress.h"

void restore(void)
{
	struct dressing dressing = { PROMISED };

	dressing.variable = "INIT_PID";
	dress(&dressing);
	sound_restore();
}
