/*
 * Fault: Promises that any failure is 1, and has one by a signal be 2.
 * Shows: Main dies by any signal.
 */
#include "base.h"

int exit_code(int status)
{
	return WIFSIGNALED(status) ? 2 : sound_exit_code(status) == 0 ? 0 : 1;
}
