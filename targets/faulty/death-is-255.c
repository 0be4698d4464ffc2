/*
 * Fault: Promises to exit with minus the signal upon a death, and exits with 255.
 * Shows: Main dies by any signal but SIGHUP.
 */
#include "base.h"

int exit_code(int status)
{
	return WIFSIGNALED(status) ? 255 : sound_exit_code(status);
}
