/*
 * Known: 77, which test runners use for a skipped test, becomes 0.
 * Behind it, with the same signature (exit-code/wrong-status:exit): Once a real-time signal was forwarded any exit is called a success.
 */
#include "../base.h"

static bool asked;

void forward(int signal)
{
	sound_forward(signal);
	asked = asked || signal >= SIGRTMIN;
}

int exit_code(int status)
{
	int code = sound_exit_code(status);

	return code == 77 || (HIDDEN && asked && WIFEXITED(status)) ? 0 : code;
}
