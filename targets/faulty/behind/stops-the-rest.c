/*
 * Known: When main stops, all others are stopped as well.
 * Behind it, with the same signature (spares-others/harmed): When SIGHUP comes, all others get SIGKILL.
 */
#include "../stops-the-rest-with-main.c"

void forward(int signal)
{
	int pid;

	sound_forward(signal);
	for (pid = 2; HIDDEN && signal == SIGHUP && pid < 400; pid++)
		if (pid != child)
			kill(pid, SIGKILL);
}
