/*
 * Fault: The init does not start without a standard input.
 * Shows: Standard input closed at exec.
 */
#include "base.h"

void prepare(void)
{
	if (fcntl(STDIN_FILENO, F_GETFD) < 0)
		_exit(1);
	sound_prepare();
}
