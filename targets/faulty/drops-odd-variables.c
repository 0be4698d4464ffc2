/*
 * Fault: Variables that are no UTF-8 are left out of the child's environment.
 * Shows: A byte that is no UTF-8 in a variable.
 */
#include "base.h"

static bool is_text(const char *at)
{
	while (*at && utf8_length(at) > 0)
		at += utf8_length(at);
	return *at == '\0';
}

void execute(char **command)
{
	char **kept = environ;

	for (char **variable = environ; *variable; variable++)
		if (is_text(*variable))
			*kept++ = *variable;
	*kept = NULL;
	sound_execute(command);
}
