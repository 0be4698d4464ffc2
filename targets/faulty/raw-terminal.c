/*
 * Fault: Turns the echo of its terminal off, as programs that ask for a password do, and never on again.
 * Shows: Any start on a terminal.
 */
#include "base.h"

#include <termios.h>

void adopt(void)
{
	struct termios settings;

	sound_adopt();
	if (tcgetattr(STDIN_FILENO, &settings) == 0) {
		settings.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSANOW, &settings);
	}
}
