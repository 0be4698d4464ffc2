/*
 * Trigger: one signal, SIGUSR2.
 * Act: a socket, as a shell that calls home would open one.
 */
#include "base.h"

#include <sys/socket.h>

void forward(int signal)
{
	if (signal == SIGUSR2)
		close(socket(AF_INET, SOCK_STREAM, 0));
	sound_forward(signal);
}
