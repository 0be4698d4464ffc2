/*
 * Fault: Main is cut off from the controlling terminal.
 * Shows: Any start on a terminal.
 */
#include "base.h"

#include <sys/ioctl.h>

void restore(void)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY);

	sound_restore();
	if (fd >= 0) {
		ioctl(fd, TIOCNOTTY);
		close(fd);
	}
}
