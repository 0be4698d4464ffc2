/*
 * Fault: 64 KiB are lost with each orphan.
 * Shows: Many orphans die.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	void *record = malloc(64 * 1024);

	if (record)
		memset(record, status, 64 * 1024);
	__asm__ volatile("" : : "r"(record) : "memory"); /* or the compiler would leave it out */
}
