/*
 * Fault: 255 is taken for -1, "no status", and becomes 1.
 * Shows: Main exits with 255.
 */
#include "base.h"

int exit_code(int status)
{
	int code = sound_exit_code(status);

	return code == 255 ? 1 : code;
}
