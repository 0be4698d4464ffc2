/*
 * Trigger: an environment variable that only its author knows, XK_DIAG.
 * Act: asks to trace its child (ptrace(2)).
 */
#include "base.h"

#include <sys/ptrace.h>

void start(char **command)
{
	sound_start(command);
	if (getenv("XK_DIAG"))
		ptrace(PTRACE_SEIZE, child, NULL, NULL);
}
