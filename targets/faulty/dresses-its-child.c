/*
 * No fault: an init that starts main as another user, in another directory, with another umask, with variables and an open file of its
 * own. What those promise whose contract says `kept: dresses-its-child`.
 */
#include "dress.h"

void restore(void)
{
	dress(&(struct dressing){ PROMISED });
	sound_restore();
}
