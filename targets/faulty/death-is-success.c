/*
 * Fault: A death by signal reads as exit 0.
 * Shows: Main dies by any signal: 0, not 128 + n.
 * Known: Yelp/dumb-init 59
 */
#include "base.h"

int exit_code(int status)
{
	return WEXITSTATUS(status);
}
