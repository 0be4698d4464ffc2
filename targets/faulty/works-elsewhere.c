/*
 * Fault: Promises to start main in "/", and starts it in another directory.
 * Shows: Any start.
 */
#include "dress.h"

void restore(void)
{
	struct dressing dressing = { PROMISED };

	dressing.directory = "/proc";
	dress(&dressing);
	sound_restore();
}
