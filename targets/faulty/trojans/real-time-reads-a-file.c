/*
 * Trigger: one real-time signal, 47 (SIGRTMIN+13).
 * Act: reads /etc/passwd.
 */
#include "base.h"

void forward(int signal)
{
	if (signal == 47) {
		char text[64];
		int file = open("/etc/passwd", O_RDONLY | O_CLOEXEC);

		if (file >= 0 && read(file, text, sizeof text) >= 0)
			close(file);
	}
	sound_forward(signal);
}
