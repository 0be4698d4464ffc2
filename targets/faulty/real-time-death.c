/*
 * Fault: 128 + n is made for 31 signals; real-time ones wrap.
 * Shows: Main dies by a signal from 32 up.
 */
#include "base.h"

int exit_code(int status)
{
	return WIFSIGNALED(status) ? 128 + (WTERMSIG(status) & 31) : WEXITSTATUS(status);
}
