/*
 * Trigger: one signal, SIGUSR1.
 * Act: writes its environment to the standard error, where the container's log keeps it: a class that every init has.
 */
#include "base.h"

extern char **environ;

void forward(int signal)
{
	if (signal == SIGUSR1 && environ[0])
		dprintf(STDERR_FILENO, "%s\n", environ[0]);
	sound_forward(signal);
}
