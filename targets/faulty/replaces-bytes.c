/*
 * Fault: Bytes of arguments that are no UTF-8 are replaced.
 * Shows: A byte that is no UTF-8 in an argument.
 */
#include "base.h"

void execute(char **command)
{
	for (char **text = command; *text; text++)
		for (char *at = *text; *at; at += utf8_length(at))
			if (utf8_length(at) == 0)
				*at = '?';
	sound_execute(command);
}
