/*
 * No fault: an init that forwards to main and to the group that it leads itself, as timeout(1) does. What `leads-nobody` promises.
 */
#include "base.h"

/* By signal, how often: what it has sent to its group it gets as well. */
static int own[65];

bool pressed(int signal)
{
	bool came_back = own[signal] > 0 && taken.si_code == SI_USER && taken.si_pid == getpid();

	own[signal] -= came_back;
	return came_back || sound_pressed(signal);
}

void forward(int signal)
{
	sound_forward(signal);
	own[signal]++;
	kill(0, signal);
}
