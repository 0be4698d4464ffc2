/* What an actor does with its terminal. It opens that anew each time: what it has from the init may be closed, or be something else. */
#include "actor.h"

#include <asm/ioctls.h>

/* The controlling terminal, or a negative errno (tty(4)). Never waits: where nothing is typed there is nothing to read. */
static int open_terminal(void)
{
	return (int)sys3(__NR_open, "/dev/tty", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, 0);
}

/* The group in the foreground of the controlling terminal; -1 where there is none. */
int foreground_group(void)
{
	int fd = open_terminal(), group = -1;

	if (fd < 0)
		return -1;
	if (sys3(__NR_ioctl, fd, TIOCGPGRP, &group) < 0)
		group = -1;
	sys1(__NR_close, fd);
	return group;
}

/* With SIGTTOU blocked, as shells do it: otherwise who is in the background is stopped by it (tcsetpgrp(3)). */
static void take_foreground(int fd)
{
	unsigned long old, ttou = BIT(SIGTTOU);
	int group = (int)sys1(__NR_getpgid, 0);

	sys4(__NR_rt_sigprocmask, SIG_BLOCK, &ttou, &old, 8);
	sys3(__NR_ioctl, fd, TIOCSPGRP, &group);
	set_mask(old);
}

void use_terminal(int code)
{
	int fd = open_terminal();
	char text[256];

	if (fd < 0)
		return;
	if (code == OP_FOREGROUND)
		take_foreground(fd);
	else if (code == OP_READ)
		sys3(__NR_read, fd, text, sizeof text);
	else
		sys3(__NR_write, fd, "x", 1);
	sys1(__NR_close, fd);
}
