/*
 * Fault: Once SIGTERM was forwarded, any end of main is called a success.
 * Shows: SIGTERM to the init, then main exits with another code than 0.
 */
#include "base.h"

static bool asked;

void forward(int signal)
{
	asked = asked || signal == SIGTERM;
	sound_forward(signal);
}

int exit_code(int status)
{
	return asked && WIFEXITED(status) ? 0 : sound_exit_code(status);
}
