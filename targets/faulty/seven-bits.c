/*
 * Fault: Exit codes are cut to seven bits.
 * Shows: Main exits with 128 or more.
 */
#include "base.h"

int exit_code(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status) & 0x7f;
}
