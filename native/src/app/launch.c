/* PID 1 of the application, and commands that enter beside it. */
#include "app.h"
#include "../filter.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/sched.h>

/* As most terminals begin. */
#define ROWS 24
#define COLUMNS 80

/* What a child says by its socket: why it was not started, or 0, and its listener, which goes with it. */
static void say(int status, int listener, int error)
{
	char room[CMSG_SPACE(sizeof listener)] = { 0 };
	struct iovec part = { &error, sizeof error };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

	if (listener >= 0) {
		message.msg_control = room;
		message.msg_controllen = sizeof room;
		*CMSG_FIRSTHDR(&message) = (struct cmsghdr){ CMSG_LEN(sizeof listener), SOL_SOCKET, SCM_RIGHTS };
		memcpy(CMSG_DATA(CMSG_FIRSTHDR(&message)), &listener, sizeof listener);
	}
	sendmsg(status, &message, MSG_NOSIGNAL);
}

static void open_terminal(struct started *started, int *slave)
{
	struct winsize size = { ROWS, COLUMNS, 0, 0 };
	int locked = 0;

	started->master = open(VIEW "/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	need(started->master < 0 || ioctl(started->master, TIOCSPTLCK, &locked) < 0 ? -1 : 0, "cannot open a pseudo-terminal");
	*slave = ioctl(started->master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	need(*slave, "cannot open the other end of a pseudo-terminal");
	ioctl(started->master, TIOCSWINSZ, &size);
}

/* Descriptors 0 to 2 of the command: a terminal, or nothing and two pipes. */
struct standard {
	int in, out, error;
};

static struct standard open_standard(const struct config *config, struct started *started)
{
	int out[2], error[2], slave;

	started->out = started->error = started->master = -1;
	if (config->terminal) {
		open_terminal(started, &slave);
		return (struct standard){ slave, slave, slave };
	}
	need(pipe2(out, O_CLOEXEC) < 0 ? -1 : pipe2(error, O_CLOEXEC), "cannot make a pipe");
	started->out = out[0];
	started->error = error[0];
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(error[0], F_SETFL, O_NONBLOCK);
	return (struct standard){ open("/dev/null", O_RDONLY | O_CLOEXEC), out[1], error[1] };
}

/* In the child: gives up what a container has not, for good. Root keeps the capabilities of a container. */
static int give_up(const struct config *config)
{
	bound_capabilities(-1);
	if (config->user == 0 && config->group == 0)
		return 0;
	if (setgroups(0, NULL) < 0 && errno != EPERM)
		return -1;
	return setresgid(config->group, config->group, config->group) < 0 ? -1 : setresuid(config->user, config->user, config->user);
}

/* A command without a slash is looked for in PATH of its own environment, as runtimes do. */
static const char *path_of(const struct config *config)
{
	for (int i = 0; i < config->envc; i++)
		if (strncmp(config->envp[i], "PATH=", 5) == 0)
			return config->envp[i] + 5;
	return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}

/* Becomes the command. Returns errno. */
static int become(const struct config *config, char *const *argv)
{
	const char *at = path_of(config);
	int error = ENOENT;
	char path[PATH_MAX];

	if (strchr(argv[0], '/')) {
		execve(argv[0], argv, config->envp);
		return errno;
	}
	while (*at) {
		size_t size = strcspn(at, ":");

		snprintf(path, sizeof path, "%.*s/%s", (int)size, at, argv[0]);
		execve(path, argv, config->envp);
		if (errno != ENOENT && errno != ENOTDIR)
			error = errno;
		at += size + (at[size] == ':');
	}
	return error;
}

/* In a child that is where it belongs: its descriptors, its user, its filter, its command. Does not come back. */
static void begin(const struct config *config, const struct standard *standard, int status, char *const *argv)
{
	int listener;

	setsid();
	if (config->terminal && standard->in == standard->out)
		ioctl(standard->in, TIOCSCTTY, 0);
	need(dup2(standard->in, 0) < 0 || dup2(standard->out, 1) < 0 ? -1 : dup2(standard->error, 2), "cannot set up descriptors");
	umask(022);
	listener = filter_install();
	/* A filter around us that listens already: what ends is then known by what was seen last. */
	if (listener < 0)
		filter_install_deaf();
	if (give_up(config) < 0 || chdir(config->directory) < 0) {
		say(status, listener, errno);
		_exit(127);
	}
	say(status, listener, 0);
	say(status, -1, become(config, argv));
	_exit(127);
}

/* Starts the command as PID 1 of a PID namespace of its own. */
struct started launch(const struct config *config)
{
	struct started started;
	struct standard standard = open_standard(config, &started);
	struct clone_args args = { .flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_PIDFD, .exit_signal = SIGCHLD, .pidfd = (uint64_t)(uintptr_t)&started.pidfd };
	int status[2];

	need(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, status), "cannot make a socket");
	started.pid = (pid_t)syscall(SYS_clone3, &args, sizeof args);
	need(started.pid, "cannot make a PID namespace");
	if (started.pid == 0) {
		enter_view();
		begin(config, &standard, status[1], config->argv);
	}
	close(status[1]);
	started.status = status[0];
	close(standard.in);
	if (!config->terminal) {
		close(standard.out);
		close(standard.error);
	}
	return started;
}

/* Enters the namespaces of the application, as an exec probe does, and starts a command there. Returns its pid, or -1. */
pid_t launch_inside(const struct config *config, int pidfd, char **argv)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), status;
	struct standard standard = { null, null, null };
	pid_t usher = fork(), pid = -1;
	int told[2];

	/* The one that enters the PID namespace stays outside; only its children are inside (setns(2)). */
	if (usher == 0) {
		if (setns(pidfd, CLONE_NEWPID | CLONE_NEWNS) < 0)
			_exit(126);
		pid = fork();
		if (pid == 0) {
			need(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, told), "cannot make a socket");
			begin(&(struct config){ .envc = config->envc, .user = config->user, .group = config->group, .directory = config->directory }, &standard, told[1], argv);
		}
		if (pid < 0 || waitpid(pid, &status, 0) < 0)
			_exit(126);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	}
	close(null);
	return usher;
}
