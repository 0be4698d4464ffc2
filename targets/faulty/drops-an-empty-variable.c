/*
 * Fault: Variables with an empty value are left out.
 * Shows: An empty variable in the environment.
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	char **from = environ, **to = environ;

	for (; *from; from++)
		if (strchr(*from, '=') && strchr(*from, '=')[1] != '\0')
			*to++ = *from;
	*to = NULL;
}
