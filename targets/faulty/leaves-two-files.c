/*
 * Fault: Promises to leave one file open in main, and leaves two.
 * Shows: Any start.
 */
#include "dress.h"

void restore(void)
{
	struct dressing dressing = { PROMISED };

	dressing.files = 2;
	dress(&dressing);
	sound_restore();
}
