/*
 * The host: PID 1 of the outer PID namespace, in whose /proc all of the application can be seen. It starts the application, does to it what
 * Node says, at the moments that Node says, and tells Node what happens. It rests in one place, poll(2).
 */
#include "app.h"
#include "../filter.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

/* Between two looks: for readiness, and for zombies and memory, µs. */
#define READY_LOOK_US 3000
#define LOOK_US 50000
/* Signals that wait for their moment, and exec probes under way. */
#define MAX_PLANNED 16
#define MAX_PROBES 16
/* Starts of programs that a signal can be tied to. */
#define MAX_EXECS 256
/* What is told of the output of one run, bytes: a person reads the end of it, and a flood is not to fill Node. */
#define MAX_OUTPUT (4u << 20)
/* Words of a command by Node. */
#define MOST 64

/* A signal that is due so long after so many programs have been started, PID 1's own the first. `at`: µs. */
struct planned {
	int signal;
	int64_t at;
	unsigned after;
};

static struct {
	struct config *config;
	int socket, listener;
	struct started app;
	int64_t began, ended, looked, readied; /* µs; `began` of the clock, the others since then */
	int started, ready, over, hung_up;
	unsigned execs;
	int64_t exec_us[MAX_EXECS + 1]; /* by how many there were; µs */
	size_t output;
	struct planned planned[MAX_PLANNED];
	int planned_count;
	struct { pid_t pid; char id[32]; } probes[MAX_PROBES];
} the;

static int64_t clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

/* Since the exec. */
int64_t now_us(void)
{
	return clock_us() - the.began;
}

/* Signals PID 1, once who is there and what the requests are has been told. */
static void signal_it(int number)
{
	static struct seen seen[MAX_SEEN];
	int count = look(the.app.pid, seen);
	char why[32];

	snprintf(why, sizeof why, "signal %d", number);
	load_mark();
	tell("signal", now_us(), "%d", number);
	syscall(SYS_pidfd_send_signal, the.app.pidfd, number, NULL, 0);
	tell_processes(why, now_us(), seen, count);
}

static void plan(int number, int64_t at, unsigned after)
{
	if (the.planned_count == MAX_PLANNED || after < 1 || after > MAX_EXECS)
		die(EXIT_USAGE, "a signal waits for what does not come");
	the.planned[the.planned_count++] = (struct planned){ number, at, after };
}

/* Sends what is due. Returns how long the next one has, µs. */
static int64_t fire(void)
{
	int64_t next = LOOK_US;

	for (int i = 0; i < the.planned_count;) {
		struct planned planned = the.planned[i];
		int64_t left = the.started && the.execs >= planned.after ? the.exec_us[planned.after] + planned.at - now_us() : next;

		if (left > 0) {
			next = left < next ? left : next;
			i++;
			continue;
		}
		the.planned[i] = the.planned[--the.planned_count];
		signal_it(planned.signal);
	}
	return next;
}

static void count_exec(void)
{
	the.execs++;
	if (the.execs <= MAX_EXECS)
		the.exec_us[the.execs] = now_us();
}

static void probe(char **words, int count)
{
	for (int i = 0; i < MAX_PROBES && count > 2; i++) {
		if (the.probes[i].pid)
			continue;
		words[count] = NULL;
		snprintf(the.probes[i].id, sizeof the.probes[i].id, "%s", words[1]);
		the.probes[i].pid = launch_inside(the.config, the.app.pidfd, words + 2);
		return;
	}
}

/* Depth below PID 1, which has 0. */
static int depth_of(const struct seen *seen, int count, pid_t outer)
{
	int depth = 0;

	for (pid_t at = outer; at != the.app.pid && depth < count; depth++)
		for (int i = 0; i < count; i++)
			if (seen[i].outer == at) {
				at = seen[i].parent;
				break;
			}
	return depth;
}

/* Signals the youngest process that is so deep below PID 1, or deeper, and has no child of its own. */
static void signal_child(int number, int depth)
{
	static struct seen seen[MAX_SEEN];
	int count = look(the.app.pid, seen), best = -1;

	for (int i = 0; i < count; i++) {
		int childless = seen[i].state != 'Z';

		for (int j = 0; j < count; j++)
			childless &= seen[j].parent != seen[i].outer;
		if (childless && depth_of(seen, count, seen[i].outer) >= depth && (best < 0 || seen[i].outer > seen[best].outer))
			best = i;
	}
	tell("child", now_us(), "%d\037%d\037%s", number, best < 0 ? 0 : seen[best].inner, best < 0 ? "" : seen[best].name);
	if (best >= 0)
		kill(seen[best].outer, number);
}

/* The runtime is gone: nobody reads what the application writes, and its terminal hangs up. */
static void hang_up(void)
{
	int *ends[] = { &the.app.out, &the.app.error, &the.app.master };

	for (int i = 0; i < 3; i++)
		if (*ends[i] >= 0) {
			close(*ends[i]);
			*ends[i] = -1;
		}
	the.hung_up = 1;
	tell("hangup", now_us(), "%s", "");
}

static void tell_look(const char *why)
{
	static struct seen seen[MAX_SEEN];

	tell_processes(why, now_us(), seen, look(the.app.pid, seen));
}

static void obey(char **words, int count)
{
	const char *what = words[0];

	if (strcmp(what, "signal") == 0 && count >= 2)
		signal_it(atoi(words[1]));
	else if (strcmp(what, "plan") == 0 && count >= 4)
		plan(atoi(words[1]), atoll(words[2]), (unsigned)atoi(words[3]));
	else if (strcmp(what, "child") == 0 && count >= 3)
		signal_child(atoi(words[1]), atoi(words[2]));
	else if (strcmp(what, "type") == 0 && count >= 2) {
		load_mark();
		tell_look("type");
		if (the.app.master >= 0 && write(the.app.master, words[1], strlen(words[1])) < 0)
			tell("differs", now_us(), "nothing can be typed");
	} else if (strcmp(what, "probe") == 0)
		probe(words, count);
	else if (strcmp(what, "hangup") == 0)
		hang_up();
	else if (strcmp(what, "load") == 0)
		load_go();
	else if (strcmp(what, "unload") == 0)
		load_stop();
	else if (strcmp(what, "look") == 0 && count >= 2)
		tell_look(words[1]);
	else if (strcmp(what, "kill") == 0) {
		tell_look("kill");
		kill(the.app.pid, SIGKILL);
	} else
		die(EXIT_USAGE, "Node asks for what there is not");
}

/* Takes what came out by a descriptor. Returns whether there may be more. */
static int hear(int *fd, int number)
{
	char bytes[16384];
	ssize_t got = *fd < 0 ? -1 : read(*fd, bytes, sizeof bytes);

	if (*fd < 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)))
		return 0;
	/* EIO: the other end of a terminal is closed. */
	if (got <= 0) {
		close(*fd);
		*fd = -1;
		return 0;
	}
	ready_hear(the.config, bytes, (size_t)got);
	if (the.output < MAX_OUTPUT)
		tell_bytes("out", now_us(), number, bytes, (size_t)got);
	the.output += (size_t)got;
	return 1;
}

static void hear_all(void)
{
	int more = 1;

	for (int rounds = 0; more && rounds < 64; rounds++)
		more = hear(&the.app.out, 1) | hear(&the.app.error, 2) | hear(&the.app.master, 1);
}

/* A search along PATH tries programs that are not there. */
static int is_there(const char *path)
{
	char at[PATH_MAX];
	struct stat file;

	snprintf(at, sizeof at, "/proc/%d/root/%s", the.app.pid, path);
	return path[0] != '/' || lstat(at, &file) == 0;
}

/* Somebody is held at a call: tells what it is about to do, and lets it go. */
static void take_held(void)
{
	static struct seen seen[MAX_SEEN];
	struct seen one;
	struct held held;

	if (!next_held(the.listener, &held))
		return;
	if (is_ours(held.pid, the.app.pid, &one) && descends(one.outer, the.app.pid)) {
		if (held.number != SYS_exit_group && the.started && is_there(held.path)) {
			count_exec();
			tell("exec", now_us(), "%d\037%s", one.inner, held.path);
			fire();
		} else if (held.number != SYS_exit_group) {
			/* Nothing comes of it. */
		} else if (one.outer == the.app.pid) {
			tell("exit", now_us(), "1\037%d", held.argument & 0xff);
			tell_processes("end", now_us(), seen, look(the.app.pid, seen));
		} else
			tell("exit", now_us(), "%d\037%d", one.inner, held.argument & 0xff);
	}
	let_go(the.listener, held.id);
}

static void tell_failure(int error)
{
	tell("failed", now_us(), "%s\037%d", strerror(error), error);
}

/* The socket of the start has something to say: nothing, at the exec, or why there was none. */
static void take_status(void)
{
	int error;

	if (read(the.app.status, &error, sizeof error) == sizeof error)
		tell_failure(error);
	else {
		the.began = clock_us();
		the.started = 1;
		count_exec();
		tell("started", 0, "%s", "");
	}
	close(the.app.status);
	the.app.status = -1;
}

static void take_probes(void)
{
	for (int i = 0; i < MAX_PROBES; i++) {
		int status;

		if (!the.probes[i].pid || waitpid(the.probes[i].pid, &status, WNOHANG) != the.probes[i].pid)
			continue;
		tell("probe", now_us(), "%s\037%d", the.probes[i].id, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
		the.probes[i].pid = 0;
	}
}

/* Ends a run that takes more memory or time than it may. */
static void keep_bounds(void)
{
	static struct seen seen[MAX_SEEN];
	uint64_t pages = 0;

	for (int i = look(the.app.pid, seen) - 1; i >= 0; i--) {
		unsigned long resident = 0;
		char path[64];
		FILE *file;

		snprintf(path, sizeof path, "/proc/%d/statm", seen[i].outer);
		file = fopen(path, "re");
		if (file && fscanf(file, "%*u %lu", &resident) == 1)
			pages += resident;
		if (file)
			fclose(file);
	}
	if (pages * (uint64_t)sysconf(_SC_PAGESIZE) <= the.config->memory && now_us() <= the.config->longest)
		return;
	tell("bound", now_us(), "%s", now_us() > the.config->longest ? "time" : "memory");
	kill(the.app.pid, SIGKILL);
}

static void look_around(void)
{
	int64_t us = now_us();

	if (the.started && !the.ready && us - the.readied >= READY_LOOK_US) {
		the.readied = us;
		the.ready = is_ready(the.config, the.app.pid, us);
		if (the.ready)
			tell("ready", us, "%s", "");
	}
	if (us - the.looked < LOOK_US)
		return;
	the.looked = us;
	take_probes();
	zombies_look(the.app.pid, us);
	keep_bounds();
}

/* PID 1 has ended, and with it everybody: tells how, and what was still to be heard. */
static void end(void)
{
	int64_t us = now_us();
	siginfo_t how = { 0 };
	int status = 0;

	waitid(P_PIDFD, (id_t)the.app.pidfd, &how, WEXITED | WNOWAIT);
	hear_all();
	load_end(us);
	waitpid(the.app.pid, &status, 0);
	take_probes();
	tell("ended", us, "%s\037%d", WIFEXITED(status) ? "exited" : "signalled", WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	_exit(0);
}

static void wait_for_something(int64_t most)
{
	struct pollfd all[] = {
		{ the.app.pidfd, POLLIN, 0 }, { the.listener, POLLIN, 0 }, { the.app.status, POLLIN, 0 }, { the.app.out, POLLIN, 0 },
		{ the.app.error, POLLIN, 0 }, { the.app.master, POLLIN, 0 }, { the.socket, POLLIN, 0 },
	};
	struct timespec limit = { most / 1000000, most % 1000000 * 1000 };
	char *words[MOST + 1];

	if (ppoll(all, sizeof all / sizeof *all, &limit, NULL) <= 0)
		return;
	if (all[1].revents & POLLIN)
		take_held();
	else if (all[1].revents) {
		close(the.listener);
		the.listener = -1;
	}
	if (all[2].revents)
		take_status();
	hear_all();
	for (int count; (count = next_command(words, MOST)) > 0;)
		obey(words, count);
	if (all[0].revents)
		end();
}

static void forbid_user_namespaces(void)
{
	int fd = open("/proc/sys/user/max_user_namespaces", O_WRONLY | O_CLOEXEC);

	need(fd < 0 ? -1 : (int)write(fd, "0", 1), "cannot forbid user namespaces in the sandbox");
	close(fd);
}

/* Runs the application that CONFIG has, for Node at the other end of SOCKET, to its end. */
void host(struct config *config, int socket)
{
	static const uint32_t told[] = { SYS_exit_group, SYS_execve, SYS_execveat, 0 };
	int error;

	the.config = config;
	the.socket = socket;
	frames_open(socket);
	signal(SIGPIPE, SIG_IGN);
	make_view(config);
	loopback_up();
	forbid_user_namespaces();
	prctl(PR_SET_DUMPABLE, 0);
	filter_compile_telling(told);
	load_begin(config);
	the.began = clock_us();
	the.app = launch(config);
	error = take_listener(&the.app, &the.listener);
	if (error)
		tell_failure(error);
	if (ready_begin(config) < 0)
		die(EXIT_USAGE, "nobody knows that kind of readiness");
	for (;;) {
		int64_t next = fire();

		wait_for_something(the.started && !the.ready && next > READY_LOOK_US ? READY_LOOK_US : next > 0 ? next : 0);
		look_around();
	}
}
