/*
 * Fault: Signals are kept in a table by their hash, which is seeded anew at each start (getauxval(3), AT_RANDOM), and the table is too
 *        short: it has room for 45 of 64, and what falls behind its end is forgotten.
 * Shows: Any signal to the init, in three of ten starts.
 */
#include "base.h"
#include <sys/auxv.h>

#define ROOM 45

static unsigned hash(int signal)
{
	const unsigned char *seed = (const unsigned char *)getauxval(AT_RANDOM);

	return ((unsigned)signal * 37 + seed[0]) % 64;
}

void forward(int signal)
{
	if (hash(signal) < ROOM)
		sound_forward(signal);
}
