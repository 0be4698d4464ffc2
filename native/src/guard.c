/*
 * The executor's outer process. It opens what the sandbox needs from the host, clones the worker as PID 1 of new namespaces, and
 * guards it: when Node goes away the worker is killed, and with it, as the kernel promises, everything in its PID namespace.
 */
#include "root.h"
#include "guard.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/keyctl.h>
#include <linux/sched.h>

void serve(struct sandbox *sandbox);

/*
 * First id of the range that root's user namespace is mapped to: no account of a host lies there, so that nothing in the sandbox owns
 * anything outside. Without privilege only the own id can be mapped.
 */
#define UNUSED_IDS 1879048192u
#define ID_COUNT 65536u
/*
 * Processes of a sandbox: MAX_SLOTS, the init, the threads of the executor, and what a faulty init may add before it gets EAGAIN.
 */
#define PROCESS_LIMIT 700
/*
 * Real-time without a sleep after which the kernel kills, µs. The watchdog acts after 60 ms: this is for a tree whose worker has been
 * killed and which keeps its CPU from tearing it down. One that spins in its own exit it does not help: there the class does, SCHED_RR.
 */
#define REALTIME_US 2000000

/* Inits of one executor: what is compared, or bisected, at once. */
#define MAX_TARGETS 64

/* The socket to Node, as it comes; fuzz/execute/start.ts puts it there. */
#define SOCKET_FD 3

static int raised(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_OWN_FD);

	if (high < 0)
		die_errno(EXIT_HARNESS, "cannot raise a descriptor");
	return high;
}

/* Opens a file of the host that is to be copied into the sandbox; NAME is the last part of its path. */
static struct source open_source(const char *path)
{
	struct source source = { open(path, O_RDONLY | O_CLOEXEC), strrchr(path, '/') };

	if (source.fd < 0) {
		fprintf(stderr, "executor: cannot open %s: %s\n", path, strerror(errno));
		_exit(EXIT_USAGE);
	}
	source.fd = raised(source.fd);
	source.name = strdup(source.name ? source.name + 1 : path);
	return source;
}

/* A worker that has been killed meanwhile is no fault of the machine; its files are root's then, or are gone. */
static int has_ended(pid_t worker)
{
	siginfo_t ended = { 0 };

	return waitid(P_PID, (id_t)worker, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == worker;
}

/* Writes a file of /proc/WORKER. */
static void write_file(pid_t worker, const char *file, const char *text)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "/proc/%d/%s", worker, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, text, strlen(text)) < 0) {
		int cause = errno, code = has_ended(worker) ? EXIT_HARNESS : EXIT_MACHINE;

		errno = cause;
		die_errno(code, "cannot set up the user namespace");
	}
	close(fd);
}

/* Maps the ids of the worker's user namespace; called by the guard, which has the privilege if anybody has. */
static void map_ids(pid_t worker, int root, uid_t uid, gid_t gid)
{
	char line[64];

	if (!root)
		write_file(worker, "setgroups", "deny");
	snprintf(line, sizeof line, "0 %u %u", root ? UNUSED_IDS : uid, root ? ID_COUNT : 1);
	write_file(worker, "uid_map", line);
	snprintf(line, sizeof line, "0 %u %u", root ? UNUSED_IDS : gid, root ? ID_COUNT : 1);
	write_file(worker, "gid_map", line);
}

/* Limits that every init starts with, whatever the shell that started Node had. */
static void set_limits(void)
{
	struct rlimit files = { 1024, 4096 }, core, realtime = { REALTIME_US, REALTIME_US };

	getrlimit(RLIMIT_CORE, &core);
	core.rlim_cur = 0;
	setrlimit(RLIMIT_CORE, &core);
	setrlimit(RLIMIT_NOFILE, &files);
	setrlimit(RLIMIT_RTTIME, &realtime);
}

/*
 * In the worker: processes are counted for each user namespace, but the limit that its creator had then holds for all processes of that
 * user, those of other executors among them. Whoever has less leaves it at that.
 */
static void limit_processes(void)
{
	struct rlimit limit = { PROCESS_LIMIT, PROCESS_LIMIT };

	setrlimit(RLIMIT_NPROC, &limit);
}

/* Inits start with what a scenario says of signals, whatever Node was started with. */
static void reset_signals(void)
{
	struct { void *handler; unsigned long flags; void *restorer; uint64_t mask; } standard = { NULL, 0, NULL, 0 };
	uint64_t none = 0;

	/* The C library would leave out 32 and 33. */
	for (int number = 1; number <= 64; number++)
		syscall(SYS_rt_sigaction, number, &standard, NULL, 8);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, 8);
}

/* Becomes root of the user namespace once its ids are mapped, and dies with the guard. */
static void become_worker(int go, int alive)
{
	char byte;
	struct pollfd guard = { alive, 0, 0 };

	if (read(go, &byte, 1) != 1)
		_exit(EXIT_HARNESS);
	if (setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)
		die_errno(EXIT_MACHINE, "cannot become root of the user namespace");
	limit_processes();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* The guard may have gone before the line above: its end of the pipe tells. */
	if (poll(&guard, 1, 0) > 0)
		_exit(EXIT_HARNESS);
}

/* In the worker, before it changes its ids: from then on its files in /proc belong to nobody inside (PR_SET_DUMPABLE(2const)). */
static void open_oom_score(struct sandbox *sandbox)
{
	int fd = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);

	if (fd < 0 || read(fd, sandbox->own_oom_score, sizeof sandbox->own_oom_score - 1) <= 0)
		die_errno(EXIT_MACHINE, "cannot tell the OOM killer's choice");
	sandbox->oom_score = raised(fd);
	close(fd);
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

/* Waits for the end of the worker, or for Node to close its side, whereupon it kills the worker. Never returns. */
static void guard(pid_t worker, int socket, int fifo)
{
	int pidfd = (int)syscall(SYS_pidfd_open, worker, 0), status;
	struct pollfd events[2] = { { pidfd, POLLIN, 0 }, { socket, POLLRDHUP, 0 } };

	while (poll(events, 2, -1) < 0 && errno == EINTR)
		;
	if (fifo)
		demote_sandbox(worker);
	kill(worker, SIGKILL);
	waitpid(worker, &status, 0);
	_exit(events[0].revents ? (WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_HARNESS) : 0);
}

/* The CPU, the INDEXth of those that are allowed here (modulo their number): a container may have only some of the machine's. */
static int choose_cpu(int index)
{
	cpu_set_t allowed;
	int cpu = -1;

	CPU_ZERO(&allowed);
	if (sched_getaffinity(0, sizeof allowed, &allowed) < 0)
		die_errno(EXIT_MACHINE, "cannot tell the CPUs");
	for (index %= CPU_COUNT(&allowed); index >= 0; index--)
		while (!CPU_ISSET(++cpu, &allowed))
			;
	return cpu;
}

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof set, &set) < 0)
		die_errno(EXIT_MACHINE, "cannot pin to the CPU");
}

/* Changes the scheduling class of the calling thread. Returns 0, or -1 where that is not allowed. */
static int schedule(int policy, int priority)
{
	struct sched_param param = { .sched_priority = priority };

	return sched_setscheduler(0, policy, &param);
}

/*
 * Runs in the worker: never returns. Only the guard can give SCHED_FIFO; whoever has it may hand it on and step down. So the worker
 * begins with it, leaves it to the watchdog and, one lower, to the threads that make processes, whose children go one lower still, and
 * lays it down itself.
 */
static void work(struct sandbox *sandbox, const struct source *actor)
{
	if (sandbox->fifo) {
		watchdog_start();
		schedule(TREE_POLICY, 2);
	}
	sandbox_enter(sandbox, actor);
	tracer_prepare();
	if (sandbox->fifo)
		schedule(SCHED_OTHER, 0);
	serve(sandbox);
	_exit(0);
}

/* Words of the command line are paths of the host, and anybody in the sandbox can read those of the worker (proc(5), cmdline). */
static void forget_arguments(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		memset(argv[i], 0, strlen(argv[i]));
}

/*
 * Nothing that whoever started Node can do is handed on: his terminal and his processes (a group is no matter of PID namespaces), the keys
 * of his session, and, where there is the privilege to, his further groups.
 */
static void leave_session(void)
{
	setsid();
	/* EPERM or ENOSYS: under a filter of system calls, or without keys, there is none to be had. */
	syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
	/* EPERM: root of a user namespace only, where groups were given up (user_namespaces(7)): there is no privilege to. */
	if (geteuid() == 0 && setgroups(0, NULL) < 0 && errno != EPERM)
		die_errno(EXIT_MACHINE, "cannot leave the groups of the user");
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
	sandbox->socket = raised(SOCKET_FD);
	close(SOCKET_FD);
	sandbox->fifo = schedule(TREE_POLICY, 3) == 0;
}

/* The targets of the command line: the path of an init each, and after it, behind a +, what it asks for beside. */
static void take_targets(struct sandbox *sandbox, char **words, int count)
{
	sandbox->targets = calloc((size_t)count, sizeof *sandbox->targets);
	sandbox->asked = calloc((size_t)count, sizeof *sandbox->asked);
	for (int i = 0; i < count; i++) {
		struct target *target = &sandbox->targets[sandbox->target_count - 1];

		if (words[i][0] == '+' && i > 0) {
			target->asked++;
			sandbox->asked[sandbox->asked_count++] = strdup(words[i] + 1);
			continue;
		}
		sandbox->targets[sandbox->target_count++] = (struct target){ .source = open_source(words[i]), .first_asked = sandbox->asked_count };
	}
	if (sandbox->target_count > MAX_TARGETS || sandbox->asked_count > MAX_ASKED)
		die(EXIT_USAGE, "too many targets, or directories that they ask for (64 each)");
}

/* executor INDEX-OF-CPU ACTOR (BINARY +DIRECTORY...)... with the socket to Node as descriptor 3. */
int main(int argc, char **argv)
{
	struct sandbox sandbox = { .userns = 1 };
	struct source actor;
	int go[2], alive[2], root = geteuid() == 0, cpu;
	uid_t uid = geteuid();
	gid_t gid = getegid();
	pid_t worker;

	if (argc < 4)
		die(EXIT_USAGE, "usage: executor CPU ACTOR (BINARY +DIRECTORY...)...");
	begin(&sandbox);
	actor = open_source(argv[2]);
	take_targets(&sandbox, argv + 3, argc - 3);
	cpu = choose_cpu(atoi(argv[1]));
	turn_open(&sandbox, cpu);
	if (pipe2(go, O_CLOEXEC) < 0 || pipe2(alive, O_CLOEXEC) < 0)
		die_errno(EXIT_HARNESS, "cannot make a pipe");
	worker = clone_worker(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS);
	if (worker < 0)
		explain_refusal();
	if (worker == 0) {
		close(alive[1]);
		close(go[1]);
		pin(cpu);
		open_oom_score(&sandbox);
		become_worker(go[0], alive[0]);
		forget_arguments(argc, argv);
		work(&sandbox, &actor);
	}
	close(alive[0]);
	schedule(SCHED_OTHER, 0);
	map_ids(worker, root, uid, gid);
	if (write(go[1], "", 1) != 1)
		die_errno(EXIT_HARNESS, "cannot start the worker");
	guard(worker, sandbox.socket, sandbox.fifo);
}
