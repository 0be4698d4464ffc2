/*
 * Fault: After each signal it reads what is there from its terminal.
 * Shows: A line is typed, then any signal to the init.
 */
#include "base.h"

int next_signal(void)
{
	int signal = sound_next_signal();
	struct pollfd in = { STDIN_FILENO, POLLIN, 0 };
	char line[256];

	if (isatty(STDIN_FILENO) && poll(&in, 1, 0) > 0)
		(void)!read(STDIN_FILENO, line, sizeof(line));
	return signal;
}
