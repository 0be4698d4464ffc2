/*
 * The shared library that Node loads for what lies off the hot path: starting executors and guarding them, and what this
 * machine can do. fuzz/execute/ffi.ts is its only user. Numbers in, numbers out, and memory of the caller's: nothing is allocated here
 * that Node would have to give back, and no text is returned, so that the ways in which ffi-rs can crash Node cannot be taken.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "priority.h"
#include "wire.h"

#define EXPORT __attribute__((visibility("default")))

/* More than the executor takes: CPU, actor, 64 inits and as many directories. */
#define MAX_TEXTS 160
/* The executor knows its socket by this number (guard.c). */
#define SOCKET_FD 3
/* Above what is set in the child, so that no dup2 there overwrites what a later one needs. */
#define FIRST_FREE_FD 10
#define PROBE_STACK 65536

/* What initproof_start hands over. */
enum started { STARTED_PID, STARTED_PIDFD, STARTED_SOCKET, STARTED_STDERR, STARTED_COUNT };
/* What initproof_machine finds out; 0 where it is there, else the errno that tells why it is not. */
enum fact { FACT_NAMESPACES, FACT_FIFO, FACT_PIDFD, FACT_CLONE3, FACT_MOUNT_SETATTR, FACT_CLOSE_RANGE, FACT_COUNT };

/* The version of the wire that this library was built with. */
EXPORT int32_t initproof_version(void)
{
	return WIRE_VERSION;
}

static int raise_fd(int *fd)
{
	int high = fcntl(*fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);

	if (high < 0)
		return -errno;
	close(*fd);
	*fd = high;
	return 0;
}

/* A pair of connected sockets: [0] stays here, does not block; [1] is the child's. Returns 0 or -errno. */
static int make_pair(int pair[2])
{
	int error;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	error = raise_fd(&pair[1]);
	if (!error && fcntl(pair[0], F_SETFL, O_NONBLOCK) < 0)
		error = -errno;
	if (error) {
		close(pair[0]);
		close(pair[1]);
	}
	return error;
}

/*
 * posix_spawn does not copy Node's memory: glibc and musl clone with CLONE_VM | CLONE_VFORK. The executor closes what lies above its
 * socket itself. Returns 0 or -errno.
 */
static int spawn(char **argv, int socket, int error, pid_t *pid)
{
	char *env[] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int result;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawn_file_actions_init(&actions);
	result = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0);
	result = result ? result : posix_spawn_file_actions_adddup2(&actions, 0, 1);
	result = result ? result : posix_spawn_file_actions_adddup2(&actions, error, 2);
	result = result ? result : posix_spawn_file_actions_adddup2(&actions, socket, SOCKET_FD);
	result = result ? result : posix_spawn(pid, argv[0], &actions, &attributes, argv, env);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return -result;
}

/*
 * Starts a program with an empty environment, descriptors 0 and 1 = /dev/null, 2 = a socket whose other end is returned, and 3 = a
 * socket likewise. `texts`: `count` texts of `size` bytes in all, NUL-terminated each: the path, which is argument 0 as well, then the
 * arguments. `out` takes STARTED_COUNT numbers. It is a child of the calling thread, and executors die with their parent thread: call
 * from Node's main thread only. Returns 0, or -errno with nothing left open.
 */
EXPORT int32_t initproof_start(char *texts, int32_t size, int32_t count, int32_t *out)
{
	char *argv[MAX_TEXTS + 1] = { NULL };
	int socket[2], error[2], result, at = 0;
	pid_t pid;

	if (count < 1 || count > MAX_TEXTS || size < 1 || texts[size - 1] != 0)
		return -EINVAL;
	for (int i = 0; i < count; i++) {
		if (at >= size)
			return -EINVAL;
		argv[i] = texts + at;
		at += (int)strlen(texts + at) + 1;
	}
	if ((result = make_pair(socket)))
		return result;
	if ((result = make_pair(error))) {
		close(socket[0]);
		close(socket[1]);
		return result;
	}
	result = spawn(argv, socket[1], error[1], &pid);
	close(socket[1]);
	close(error[1]);
	if (result) {
		close(socket[0]);
		close(error[0]);
		return result;
	}
	out[STARTED_PID] = pid;
	out[STARTED_PIDFD] = (int32_t)syscall(SYS_pidfd_open, pid, 0);
	out[STARTED_SOCKET] = socket[0];
	out[STARTED_STDERR] = error[0];
	return 0;
}

/* Sends a signal to the process of a pidfd, which is that process and no later one of the same number. Returns 0 or -errno. */
EXPORT int32_t initproof_signal(int32_t pidfd, int32_t signal)
{
	return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) < 0 ? -errno : 0;
}

/*
 * Takes the file of a descriptor for its open file description (flock(2)), without waiting: the kernel gives it back at the last close, so also
 * when the process dies. Returns 0, or -errno: -EWOULDBLOCK where another has it.
 */
EXPORT int32_t initproof_lock(int32_t fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) < 0 ? -errno : 0;
}

/* Whether the process of a pidfd runs: waits at most `ms` for its end. Returns 1 while it runs, 0 when it has ended, -errno. */
EXPORT int32_t initproof_alive(int32_t pidfd, int32_t ms)
{
	struct pollfd ended = { pidfd, POLLIN, 0 };
	int result = poll(&ended, 1, ms);

	return result < 0 ? -errno : result == 0 || !(ended.revents & POLLIN);
}

/*
 * Takes the wait status (wait(2)) of a child that has ended, and closes its pidfd. Returns -EAGAIN while it runs, and -ECHILD where
 * SIGCHLD is ignored, so that the kernel has thrown the status away.
 */
EXPORT int32_t initproof_reap(int32_t pid, int32_t pidfd)
{
	int status;
	pid_t result = waitpid(pid, &status, WNOHANG);
	int error = errno;

	if (result == 0)
		return -EAGAIN;
	close(pidfd);
	return result == pid ? status : -error;
}

static int failed(long result)
{
	return result < 0 ? errno : 0;
}

/* In a child, which shares memory. A user namespace without privilege in it, as AppArmor can make it, shows at the first mount. */
static int probe_mount(void *fact)
{
	*(int32_t *)fact = failed(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	return 0;
}

static int probe_fifo(void *fact)
{
	struct sched_param param = { .sched_priority = PRIORITY_WATCHDOG };

	*(int32_t *)fact = failed(sched_setscheduler(0, REAL_TIME, &param));
	return 0;
}

/* Runs `body` in a child that shares memory and is waited for: a fork would copy Node's page tables. Returns what it left in the fact. */
static int32_t in_child(int (*body)(void *), int flags)
{
	static char stack[PROBE_STACK] __attribute__((aligned(16)));
	sigset_t all, old;
	int32_t fact = EIO;
	pid_t pid;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pid = clone(body, stack + sizeof stack, flags | CLONE_VM | CLONE_VFORK | SIGCHLD, &fact);
	if (pid < 0)
		fact = errno;
	else
		waitpid(pid, NULL, 0);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return fact;
}

/* A system call that is there refuses nonsense in its own words; one that is not says ENOSYS, and a seccomp filter EPERM. */
static int32_t refused(long result)
{
	return result < 0 && (errno == ENOSYS || errno == EPERM) ? errno : 0;
}

/* Fills in FACT_COUNT numbers; see enum fact. Starts two short-lived children. Returns 0, or -EINVAL where `count` is another number. */
EXPORT int32_t initproof_machine(int32_t *facts, int32_t count)
{
	long pidfd;

	if (count != FACT_COUNT)
		return -EINVAL;
	facts[FACT_NAMESPACES] = in_child(probe_mount, CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET);
	facts[FACT_FIFO] = in_child(probe_fifo, 0);
	pidfd = syscall(SYS_pidfd_open, getpid(), 0);
	facts[FACT_PIDFD] = failed(pidfd);
	if (pidfd >= 0)
		close((int)pidfd);
	facts[FACT_CLONE3] = refused(syscall(SYS_clone3, NULL, 0));
	facts[FACT_MOUNT_SETATTR] = refused(syscall(SYS_mount_setattr, -1, NULL, 0, NULL, 0));
	facts[FACT_CLOSE_RANGE] = refused(syscall(SYS_close_range, 1, 0, 0));
	return 0;
}
