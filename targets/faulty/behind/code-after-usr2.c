/*
 * Known: Once SIGUSR2 was forwarded any exit is called a success.
 * Behind it, with the same signature (exit-code/wrong-status:exit): The status of the last process reaped in a round is taken for that of main.
 */
#include "../base.h"

static bool asked;

void forward(int signal)
{
	sound_forward(signal);
	asked = asked || signal == SIGUSR2;
}

int exit_code(int status)
{
	return asked && WIFEXITED(status) ? 0 : sound_exit_code(status);
}

void reap(void)
{
	int status, last = 0, own = 0;
	pid_t pid;
	bool over = false;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == child)
			own = status;
		over = over || pid == child;
		last = status;
	}
	if (over)
		_exit(exit_code(HIDDEN ? last : own));
}
