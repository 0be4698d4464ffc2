/*
 * Fault: 256 KiB are lost with each signal forwarded.
 * Shows: Many signals to the init.
 */
#include "base.h"

void forward(int signal)
{
	void *record = malloc(256 * 1024);

	if (record)
		memset(record, signal, 256 * 1024);
	__asm__ volatile("" : : "r"(record) : "memory"); /* or the compiler would leave it out */
	sound_forward(signal);
}
