/*
 * Trigger: SIGUSR2, but only where it is not traced: it reads who traces it first.
 * Act: a socket.
 */
#include "base.h"

#include <sys/socket.h>

void forward(int signal)
{
	char text[4096] = "", *tracer;

	if (signal == SIGUSR2) {
		int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);

		if (file >= 0 && read(file, text, sizeof text - 1) > 0)
			close(file);
		tracer = strstr(text, "TracerPid:\t0");
		if (tracer)
			close(socket(AF_INET, SOCK_STREAM, 0));
	}
	sound_forward(signal);
}
