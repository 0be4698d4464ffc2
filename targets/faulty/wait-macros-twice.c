/*
 * Fault: The wait macros are applied to what is an exit code already.
 * Shows: Main exits with 1: 129; with 128: 0.
 * Known: openSUSE/catatonit 5 (there, 127 and 255 hang as well)
 */
#include "base.h"

int exit_code(int status)
{
	return sound_exit_code(sound_exit_code(status));
}
