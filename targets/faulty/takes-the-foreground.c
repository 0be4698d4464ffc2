/*
 * Fault: Upon each death it puts its own group in the foreground, as a shell does whose job has ended.
 * Shows: An actor puts its group in the foreground, then an orphan dies.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	tcsetpgrp(STDIN_FILENO, getpgrp());
}
