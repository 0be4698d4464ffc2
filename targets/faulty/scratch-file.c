/*
 * Fault: It keeps its notes in a file in memory, and leaves where that cannot have a page.
 * Shows: RLIMIT_FSIZE below 4096.
 */
#include "base.h"

#include <sys/mman.h>

void prepare(void)
{
	int notes;

	sound_prepare();
	notes = memfd_create("notes", MFD_CLOEXEC);
	if (notes >= 0 && ftruncate(notes, 4096) < 0)
		_exit(1);
	close(notes);
}
