/*
 * Fault: The command is started twice.
 * Shows: Any start.
 */
#include "base.h"

void start(char **command)
{
	sound_start(command);
	sound_start(command);
}
