/*
 * No fault: main starts with SIGINT and SIGQUIT ignored, as what a shell starts in the background (POSIX, Shell Command Language, 2.11).
 * What `ignores-int-alone` promises.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
}
