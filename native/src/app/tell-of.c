/*
 * The calls that the host is told of by the filter (seccomp(2), SECCOMP_RET_USER_NOTIF): who is about to end by itself, and who starts a
 * program. Whoever makes one is held until it is let go, so that what there is at the end of PID 1 can be looked at before the kernel kills it.
 */
#include "app.h"
#include "../filter.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <linux/seccomp.h>

/*
 * Takes the listener from the child that has set the filter, -1 where it has none. Returns 0, or why the child starts nothing, as an errno.
 */
int take_listener(const struct started *started, int *listener)
{
	char room[CMSG_SPACE(sizeof *listener)];
	int error = EPROTO;
	struct iovec part = { &error, sizeof error };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room };

	*listener = -1;
	if (recvmsg(started->status, &message, MSG_CMSG_CLOEXEC) == sizeof error && CMSG_FIRSTHDR(&message))
		memcpy(listener, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof *listener);
	return error;
}

static void read_path(pid_t pid, uint64_t at, char *path, size_t room)
{
	struct iovec to = { path, room - 1 }, from = { (void *)(uintptr_t)at, 0 };
	ssize_t got = -1;

	path[0] = 0;
	/* A page at most: what lies behind it may not be there. */
	from.iov_len = 4096 - at % 4096 < room - 1 ? 4096 - at % 4096 : room - 1;
	if (at)
		got = process_vm_readv(pid, &to, 1, &from, 1, 0);
	path[got > 0 ? got : 0] = 0;
}

/* Takes the next one that is held, if there is any: 1, or 0. */
int next_held(int listener, struct held *held)
{
	struct seccomp_notif notice = { 0 };

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &notice) < 0)
		return 0;
	*held = (struct held){ notice.id, (pid_t)notice.pid, notice.data.nr, (int)notice.data.args[0], "" };
	if (held->number == SYS_execve || held->number == SYS_execveat)
		read_path(held->pid, notice.data.args[held->number == SYS_execveat], held->path, sizeof held->path);
	return 1;
}

void let_go(int listener, uint64_t id)
{
	struct seccomp_notif_resp answer = { .id = id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE };

	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}
