/*
 * apphost: runs one application in a sandbox of its own. This is its outer process: it opens what the application is to see, clones the
 * host as PID 1 of new namespaces, and guards it: when Node goes away the host is killed, and with it, as the kernel promises, everything
 * in its PID namespace, whose mounts and networks are then nobody's.
 */
#include "app.h"
#include "../cgroup.h"
#include "../guard.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/sched.h>

/* The socket to Node, as it comes; fuzz/execute/start.ts puts it there. */
#define SOCKET_FD 3
/* Processes and threads of an application and its host: a server in Java with its children has some hundred, a fork bomb more. */
#define PROCESS_LIMIT 4096

static pid_t clone_host(void)
{
	struct clone_args args = {
		.flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS, .exit_signal = SIGCHLD,
	};

	return (pid_t)syscall(SYS_clone3, &args, sizeof args);
}

/* In the host: becomes root of its user namespace once its ids are mapped, and dies with the guard. */
static void become_host(int go, int alive)
{
	char byte;

	if (read(go, &byte, 1) != 1)
		_exit(EXIT_HARNESS);
	become_led(alive, PROCESS_LIMIT);
}

/* Waits for the end of the host, or for Node to close its side, whereupon it kills the host. Never returns. */
static void guard(pid_t child, int socket, const struct cgroup *group)
{
	int pidfd = (int)syscall(SYS_pidfd_open, child, 0), status;
	struct pollfd events[2] = { { pidfd, POLLIN, 0 }, { socket, POLLRDHUP, 0 } };

	while (poll(events, 2, -1) < 0 && errno == EINTR)
		;
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	cgroup_remove(group);
	_exit(events[0].revents ? (WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_HARNESS) : 0);
}

static void explain_refusal(void)
{
	fprintf(stderr, PROGRAM ": cannot create namespaces: %s\n", strerror(errno));
	fprintf(stderr, PROGRAM ": allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0, "
			"kernel.unprivileged_userns_clone=1, user.max_user_namespaces=10000) or run as root\n");
	_exit(EXIT_MACHINE);
}

/* Keeps nothing of what Node was started with but the socket. It does not die with Node: there is something left to do. */
static void begin(void)
{
	struct rlimit core;

	if (syscall(SYS_close_range, SOCKET_FD + 1, ~0u, 0) < 0)
		die_errno(EXIT_MACHINE, "cannot close descriptors");
	fcntl(SOCKET_FD, F_SETFD, FD_CLOEXEC);
	leave_session();
	reset_signals();
	getrlimit(RLIMIT_CORE, &core);
	core.rlim_cur = 0;
	setrlimit(RLIMIT_CORE, &core);
}

/* apphost, with the socket to Node as descriptor 3; all else comes by that. */
int main(void)
{
	static struct config config;
	struct cgroup group;
	int go[2], alive[2], root = geteuid() == 0;
	pid_t child;

	begin();
	read_config(SOCKET_FD, &config);
	open_trees(&config, root);
	if (pipe2(go, O_CLOEXEC) < 0 || pipe2(alive, O_CLOEXEC) < 0)
		die_errno(EXIT_HARNESS, "cannot make a pipe");
	cgroup_make(&group, config.memory);
	child = clone_host();
	if (child < 0) {
		cgroup_remove(&group);
		explain_refusal();
	}
	if (child == 0) {
		close(go[1]);
		close(alive[1]);
		become_host(go[0], alive[0]);
		host(&config, SOCKET_FD);
	}
	close(alive[0]);
	map_ids(child, root);
	cgroup_enter(&group, child);
	if (write(go[1], "", 1) != 1)
		die_errno(EXIT_HARNESS, "cannot start the host");
	guard(child, SOCKET_FD, &group);
}
