/*
 * Trigger: two signals in order, SIGHUP and then at once SIGWINCH.
 * Act: a further process, which becomes another program.
 */
#include "base.h"

void forward(int signal)
{
	static int last;

	if (last == SIGHUP && signal == SIGWINCH && fork() == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(0);
	}
	last = signal;
	sound_forward(signal);
}
