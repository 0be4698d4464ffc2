/*
 * Fault: Empty arguments are left out.
 * Shows: An empty argument of the command.
 */
#include "base.h"

void execute(char **command)
{
	char **from = command, **to = command;

	for (; *from; from++)
		if (**from)
			*to++ = *from;
	*to = NULL;
	sound_execute(command);
}
