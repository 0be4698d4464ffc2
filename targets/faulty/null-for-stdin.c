/*
 * Fault: A closed standard input becomes /dev/null.
 * Shows: Standard input closed at exec.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	if (fcntl(STDIN_FILENO, F_GETFD) < 0)
		open("/dev/null", O_RDONLY);
}
