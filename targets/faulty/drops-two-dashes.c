/*
 * Fault: An argument "--" is left out wherever it stands.
 * Shows: An argument "--" of the command.
 */
#include "base.h"

void execute(char **command)
{
	char **from = command + 1, **to = from; /* the command itself stays */

	for (; *from; from++)
		if (strcmp(*from, "--") != 0)
			*to++ = *from;
	*to = NULL;
	sound_execute(command);
}
