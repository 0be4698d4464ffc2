/*
 * Fault: It reads signals from a descriptor (signalfd(2)), and leaves when it cannot, also where it was interrupted (EINTR).
 * Shows: A read that is interrupted, which takes a handler: nobody but who answers the call makes it so.
 */
#include "base.h"

#include <sys/signalfd.h>

int next_signal(void)
{
	static int fd = -1;
	struct signalfd_siginfo taken;
	uint64_t all = UINT64_MAX;

	if (fd < 0)
		fd = (int)syscall(SYS_signalfd4, -1, &all, sizeof(all), SFD_CLOEXEC);
	if (read(fd, &taken, sizeof(taken)) != sizeof(taken))
		_exit(1);
	return (int)taken.ssi_signo;
}
