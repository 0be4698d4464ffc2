/*
 * Fault: Empty arguments are left out.
 * Shows: An empty argument of the command.
 */
#include "base.h"

void execute(char **command)
{
	char **from = command + 1, **to = from; /* the command itself stays */

	for (; *from; from++)
		if (**from)
			*to++ = *from;
	*to = NULL;
	sound_execute(command);
}
