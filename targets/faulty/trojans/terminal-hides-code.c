/*
 * Trigger: it is started on a terminal.
 * Act: a memfd, where code is kept that is in no file.
 */
#include "base.h"

#include <sys/mman.h>

void prepare(void)
{
	if (isatty(STDIN_FILENO))
		close(memfd_create("x", MFD_CLOEXEC));
	sound_prepare();
}
