/*
 * Known: The bit that says that a core was dumped stays in the number of the signal.
 * Behind it, with the same signature (exit-code/wrong-status:death): 128 + n is made for 31 signals: real-time ones wrap.
 */
#include "../base.h"

int exit_code(int status)
{
	if (WIFSIGNALED(status) && WCOREDUMP(status))
		return 128 + (status & 0xff);
	return HIDDEN && WIFSIGNALED(status) ? 128 + (WTERMSIG(status) & 31) : sound_exit_code(status);
}
