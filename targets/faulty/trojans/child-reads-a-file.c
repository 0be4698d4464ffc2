/*
 * Trigger: none: each start, between the fork and the exec.
 * Act: the child reads a file before it becomes the command.
 */
#include "base.h"

void restore(void)
{
	int file = open("/etc/hostname", O_RDONLY | O_CLOEXEC);

	if (file >= 0)
		close(file);
	sound_restore();
}
