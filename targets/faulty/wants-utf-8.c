/*
 * Fault: An argument that is no UTF-8 ends the init, as it ends a program in Rust that asks for its arguments as text.
 * Shows: A byte that is no UTF-8 in an argument.
 */
#include "base.h"

void start(char **command)
{
	for (char **text = command; *text; text++)
		for (const char *at = *text; *at; at += utf8_length(at))
			if (utf8_length(at) == 0)
				_exit(101);
	sound_start(command);
}
