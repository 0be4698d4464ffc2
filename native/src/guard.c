/*
 * The executor's outer process. It opens what the sandbox needs from the host, clones the worker as PID 1 of new namespaces, and
 * guards it: when Node goes away the worker is killed, and with it, as the kernel promises, everything in its PID namespace.
 */
#include "root.h"
#include "cgroup.h"
#include "guard.h"
#include "priority.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/sched.h>

void serve(struct sandbox *sandbox);

/*
 * What an executor may have in memory at most, bytes, beside copies of the inits: a run its 512 MiB (memory.c), half as much again for what
 * is taken between two looks, and, of which little is used, what the executor itself has.
 */
#define MEMORY_LIMIT (768ULL << 20)

/*
 * Processes of a sandbox: MAX_SLOTS, the init, the threads of the executor, and what a faulty init may add before it gets EAGAIN.
 */
#define PROCESS_LIMIT 700

/* The socket to Node, as it comes; fuzz/execute/start.ts puts it there. */
#define SOCKET_FD 3

/*
 * Becomes root of the user namespace once its ids are mapped, and dies with the guard, which says by a byte which version of control group
 * it has put the worker in.
 */
static void become_worker(struct sandbox *sandbox, int go, int alive)
{
	char version;

	if (read(go, &version, 1) != 1)
		_exit(EXIT_HARNESS);
	sandbox->cgroup = version;
	become_led(alive, PROCESS_LIMIT);
}

/* In the worker, before it changes its ids: from then on its files in /proc belong to nobody inside (PR_SET_DUMPABLE(2const)). */
static void open_oom_score(struct sandbox *sandbox)
{
	int fd = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);

	if (fd < 0 || read(fd, sandbox->own_oom_score, sizeof sandbox->own_oom_score - 1) <= 0)
		die_errno(EXIT_MACHINE, "cannot tell the OOM killer's choice");
	sandbox->oom_score = kept(fd);
}

static pid_t clone_worker(unsigned long flags)
{
	struct clone_args args = { .flags = flags, .exit_signal = SIGCHLD };

	return (pid_t)syscall(SYS_clone3, &args, sizeof args);
}

static void explain_refusal(void)
{
	fprintf(stderr, "executor: cannot create namespaces: %s\n", strerror(errno));
	fprintf(stderr, "executor: allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0, "
			"kernel.unprivileged_userns_clone=1, user.max_user_namespaces=10000) or run as root\n");
	_exit(EXIT_MACHINE);
}

/* Makes the control group, and keeps two of its files for the worker. */
static void bound_memory(struct sandbox *sandbox, struct cgroup *group)
{
	uint64_t bytes = MEMORY_LIMIT;
	struct stat file;

	for (int i = 0; i < sandbox->target_count; i++)
		if (fstat(sandbox->targets[i].source.fd, &file) == 0)
			bytes += (uint64_t)file.st_size;
	cgroup_make(group, bytes);
	if (group->version == CGROUP_NONE)
		return;
	sandbox->cgroup_usage = kept(group->usage);
	sandbox->cgroup_events = kept(group->events);
}

/* Waits for the end of the worker, or for Node to close its side, whereupon it kills the worker. Never returns. */
static void guard(pid_t worker, const struct sandbox *sandbox, const struct cgroup *group)
{
	int pidfd = (int)syscall(SYS_pidfd_open, worker, 0), status;
	struct pollfd events[2] = { { pidfd, POLLIN, 0 }, { sandbox->socket, POLLRDHUP, 0 } };

	while (poll(events, 2, -1) < 0 && errno == EINTR)
		;
	if (sandbox->fifo)
		demote_sandbox(worker);
	kill(worker, SIGKILL);
	waitpid(worker, &status, 0);
	cgroup_remove(group);
	_exit(events[0].revents ? (WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_HARNESS) : 0);
}

/* Changes the scheduling class of the calling thread. Returns 0, or -1 where that is not allowed. */
static int schedule(int policy, int priority)
{
	struct sched_param param = { .sched_priority = priority };

	return sched_setscheduler(0, policy, &param);
}

/*
 * Runs in the worker: never returns. Only the guard can give the real-time class; whoever has it may hand it on and step down. So the worker
 * begins with it, leaves it to its threads (priority.h), and lays it down itself.
 */
static void work(struct sandbox *sandbox, const struct source *actor)
{
	if (sandbox->fifo) {
		watchdog_start();
		dry_start();
		schedule(REAL_TIME, PRIORITY_MAKERS);
	}
	sandbox_enter(sandbox, actor);
	tracer_prepare();
	if (sandbox->fifo)
		schedule(SCHED_OTHER, 0);
	serve(sandbox);
	_exit(0);
}

/*
 * Keeps nothing of what Node was started with but the socket, by which it hears of Node's end, and takes the scheduling class that only it
 * can get. It does not die with Node: there is something left to do.
 */
static void begin(struct sandbox *sandbox)
{
	if (syscall(SYS_close_range, SOCKET_FD + 1, ~0u, 0) < 0)
		die_errno(EXIT_MACHINE, "cannot close descriptors");
	leave_session();
	reset_signals();
	set_limits();
	sandbox->socket = kept(SOCKET_FD);
	sandbox->fifo = schedule(REAL_TIME, PRIORITY_WATCHDOG) == 0;
}

struct pipes {
	int go[2];    /* the guard writes to it when the worker may begin */
	int alive[2]; /* the guard's end is open while that lives */
};

static struct pipes make_pipes(void)
{
	struct pipes pipes;

	if (pipe2(pipes.go, O_CLOEXEC) < 0 || pipe2(pipes.alive, O_CLOEXEC) < 0)
		die_errno(EXIT_HARNESS, "cannot make a pipe");
	return pipes;
}

/* In the worker: what comes before its work. */
static void prepare_worker(struct sandbox *sandbox, const struct pipes *pipes, int cpu)
{
	close(pipes->alive[1]);
	close(pipes->go[1]);
	pin(cpu);
	open_oom_score(sandbox);
	become_worker(sandbox, pipes->go[0], pipes->alive[0]);
}

/* In the guard: gives the worker its ids and its control group, and lets it begin. */
static void release_worker(pid_t worker, const struct pipes *pipes, struct cgroup *group, int root)
{
	char version;

	close(pipes->alive[0]);
	schedule(SCHED_OTHER, 0);
	map_ids(worker, root);
	cgroup_enter(group, worker);
	version = (char)group->version;
	if (write(pipes->go[1], &version, 1) != 1)
		die_errno(EXIT_HARNESS, "cannot start the worker");
}

/*
 * executor INDEX-OF-CPU ACTOR (BINARY WORD...)... with the socket to Node as descriptor 3 (sources.c has the words);
 * executor sweep: removes what executors have left when their guards were killed.
 */
int main(int argc, char **argv)
{
	struct sandbox sandbox = { .userns = 1 };
	struct source actor;
	struct cgroup group;
	struct pipes pipes;
	int root = geteuid() == 0, cpu;
	pid_t worker;

	if (argc == 2 && strcmp(argv[1], "sweep") == 0) {
		cgroup_sweep();
		return 0;
	}
	if (argc < 4)
		die(EXIT_USAGE, "usage: executor CPU ACTOR (BINARY WORD...)..., or: executor sweep");
	begin(&sandbox);
	actor = open_source(argv[2]);
	take_targets(&sandbox, argv + 3, argc - 3);
	cpu = choose_cpu(atoi(argv[1]));
	turn_open(&sandbox, cpu);
	bound_memory(&sandbox, &group);
	pipes = make_pipes();
	worker = clone_worker(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS);
	if (worker < 0) {
		cgroup_remove(&group);
		explain_refusal();
	}
	if (worker == 0) {
		prepare_worker(&sandbox, &pipes, cpu);
		forget_arguments(argc, argv);
		work(&sandbox, &actor);
	}
	release_worker(worker, &pipes, &group, root);
	guard(worker, &sandbox, &group);
}
