/*
 * Fault: The variable that holds the addressee is overwritten by the pid of each process reaped.
 * Shows: An orphan dies, then a signal to the init.
 */
#include "base.h"

static pid_t addressee;

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	addressee = pid;
}

void forward(int signal)
{
	kill(addressee ? addressee : child, signal);
}
