/*
 * Fault: The wait status is used as the exit code.
 * Shows: Main exits with any code but 0: 0.
 * Known: phusion/baseimage 45, 59
 */
#include "base.h"

int exit_code(int status)
{
	return status;
}
