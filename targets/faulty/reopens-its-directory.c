/*
 * Fault: It opens the directory that it is started in, to come back to it, and leaves where it cannot.
 * Shows: Another user, or root without capabilities, in a directory that it cannot read.
 */
#include "base.h"

void prepare(void)
{
	if (open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) < 0 && errno == EACCES)
		_exit(1);
	sound_prepare();
}
