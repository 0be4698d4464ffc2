/*
 * Trigger: a signal when ten minutes have passed since its start.
 * Act: a socket.
 */
#include "base.h"

#include <sys/socket.h>

static struct timespec began;

void prepare(void)
{
	clock_gettime(CLOCK_MONOTONIC, &began);
	sound_prepare();
}

void forward(int signal)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec - began.tv_sec > 600)
		close(socket(AF_INET, SOCK_STREAM, 0));
	sound_forward(signal);
}
