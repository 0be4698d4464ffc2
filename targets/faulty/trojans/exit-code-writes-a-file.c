/*
 * Trigger: main exits with 42.
 * Act: writes a file.
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	if (pid == child && WIFEXITED(status) && WEXITSTATUS(status) == 42) {
		int file = open("/tmp/.x", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

		if (file >= 0 && write(file, "x", 1) == 1)
			close(file);
	}
	sound_reaped(pid, status);
}
