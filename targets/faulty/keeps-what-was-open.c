/*
 * Fault: Promises that main has no descriptors but 0 to 2 and a file of the init, and leaves open what the init was started with.
 * Shows: A further descriptor that is open at the exec.
 */
#include "dress.h"

void restore(void)
{
	dress(&(struct dressing){ PROMISED, .keeps = true });
	sound_restore();
}
