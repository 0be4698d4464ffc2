/*@about@*/
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h> /*? MEMORY */
#include <sys/prctl.h>
#include <sys/ptrace.h> /*? TRACED */
#include <sys/resource.h> /*? RESOURCES */
#include <sys/sendfile.h> /*? ROOT */
#include <sys/socket.h> /*? ACTORS */
#include <sys/stat.h> /*? FILES */
#include <sys/statvfs.h> /*? ROOT */
#include <sys/syscall.h>
#include <sys/un.h> /*? ACTORS */
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FORK, EXIT, DIE, SEND, SETPGID, SETSID, TRACEME }; /*? STEPS */
enum { STARTED, RUNS, LEFT, CODE, NOTED, GONE, DEAD, ALIVE, BLOCKED, IGNORED, WORKS_IN, CLOSED, NOTHING };
enum { INIT = -1, OUTSIDE = -2, BEFORE = -3 }; /* BEFORE: a child that the init has when it is exec'ed */ /*? ACTORS */
enum { DEFAULT, IGNORE, NOTE, LEAVE }; /*? HANDLES */
struct process { const char *name; int parent, own_group, own_session, waits, exited; }; /*? ACTORS */
struct reaction { int first, last, from, to, what, code, ms; }; /* of processes first to last upon signals from to to */ /*? HANDLES */
struct step { int what, slot, count, value, from, settles; const char *said; }; /* settles: what it is waited for as, 0 for not */ /*? STEPS */
struct check { int at, what, slot, count; uint64_t value, or; int min, max, code; const char *must; }; /* code: 1 a fault, 2 not tried */

/*@data@*/
#define END_OF(table) (table + sizeof(table) / sizeof(*table))
#define PATIENCE WAIT_FOR /* s: an init that has slept so long has done all that it will, also one that polls once a second */
#define BUSY 1 /* s of processor time in one step: it takes less than a hundredth of that */
#define END_WITH(code, ...) (printf("%s: ", (code) == 0 ? "ok" : (code) == 1 ? "FAULT" : "not tried"), printf(__VA_ARGS__), puts(""), end(code))

struct message { int what, slot, value; pid_t pid; uint64_t blocked, ignored; }; /*? ACTORS */
static struct { pid_t pid, inner; int fd, noted[65]; } seen[PROCESSES]; /* pid: as the world outside of the namespace has it */ /*? ACTORS */
static struct message at_start; /*? HANDED */
static pid_t init = -1;
static clockid_t processor; /* of the init: the time that it has run */
static int failure, status;
static int binary; /*? ELSEWHERE */
static bool left;
static int listener, channel = -1; /*? ACTORS */
static struct sockaddr_un address = { .sun_family = AF_UNIX }; /*? ACTORS */
static const struct reaction *upon[65]; /*? LEAVES */
/*@variables@*/

/* The kernel kills everybody in the namespace when its first process ends (pid_namespaces(7)). */
static void __attribute__((noreturn)) end(int code)
{
	if (init > 0 && !left && kill(init, SIGKILL) == 0)
		waitpid(init, NULL, 0);
	/*@clean@*/
	exit(code);
}

#ifdef ACTORS
#ifdef HANDLES
static void handle(int signal)
{
	const struct reaction *r = upon[signal]; /*? LEAVES */
/*? LEAVES */
	if (r->what == LEAVE && r->ms > 0) /*? LATER */
		nanosleep(&(struct timespec){ r->ms / 1000, r->ms % 1000 * 1000000L }, NULL); /*? LATER */
	if (r->what == LEAVE) /*? LEAVES */
		_exit(r->code); /*? LEAVES */
	send(channel, &(struct message){ .value = signal }, sizeof(struct message), MSG_NOSIGNAL);
}

/* A later row counts more than those before. */
static void set_reactions(int slot)
{
	for (const struct reaction *r = reactions; r < END_OF(reactions); r++)
		for (int number = r->from; number <= r->to && slot >= r->first && slot <= r->last; number++) {
			upon[number] = r; /*? LEAVES */
			signal(number, r->what == DEFAULT ? SIG_DFL : r->what == IGNORE ? SIG_IGN : handle);
		}
}

#endif
#ifdef TOLD
#ifdef FORKS
static void __attribute__((noreturn)) act(int slot);

#endif
static void obey(const struct message *order)
{
	switch (order->what) {
	case FORK: if (fork() == 0) act(order->slot); break; /*? FORKS */
	case EXIT: _exit(order->value); /*? EXITS */
	case DIE: signal(order->value, SIG_DFL), kill(getpid(), order->value); break; /*? DIES */
	case SEND: kill(order->pid, order->value); break; /*? SENDS */
	case SETPGID: setpgid(0, 0); break; /*? GROUPS */
	case SETSID: setsid(); break; /*? GROUPS */
	case TRACEME: ptrace(PTRACE_TRACEME, 0, NULL, NULL); break; /* its parent is told of its stops by each kind of wait(2) */ /*? TRACED */
	}
}

#endif
/* A process of the case: tells its state at the start, then does what it is told over a connection of its own. */
static void act(int slot)
{
	struct message hello = { .slot = slot, .pid = getpid() }, order;
	struct sigaction action; /*? HANDED */

	for (int signal = 1; signal <= 64; signal++) /*? HANDED */
		if (sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN) /*? HANDED */
			hello.ignored |= UINT64_C(1) << (signal - 1); /*? HANDED */
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(uint64_t){ UINT64_MAX }, &hello.blocked, sizeof(uint64_t));
	if (processes[slot].own_session ? setsid() < 0 : processes[slot].own_group && setpgid(0, 0) < 0) /*? PLACES */
		_exit(125); /*? PLACES */
	close(channel);
	channel = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (geteuid() == 0 && setresuid(0, 0, 0) < 0) /*? ROOT */
		_exit(125); /*? ROOT */
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 }); /*? CORES */
	if (connect(channel, (struct sockaddr *)&address, sizeof(address)) < 0 || send(channel, &hello, sizeof(hello), 0) < 0)
		_exit(125);
	if (processes[slot].exited >= 0) /*? OLDER */
		_exit(processes[slot].exited); /*? OLDER */
	set_reactions(slot); /*? HANDLES */
	signal(SIGCHLD, processes[slot].waits ? SIG_IGN : SIG_DFL); /* the kernel waits for the children of who ignores it (wait(2)) */
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(uint64_t){ 0 }, NULL, sizeof(uint64_t));
	while (recv(channel, &order, sizeof(order), 0) == (ssize_t)sizeof(order)) /*? TOLD */
		obey(&order); /*? TOLD */
	recv(channel, &order, sizeof(order), 0); /*? REST */
	_exit(125);
}

#endif
/* The text of a file of /proc, `name` with the id in it, empty where there is no such process. */
static char *look(pid_t pid, const char *name, char *text, size_t room)
{
	char path[64];
	int fd = snprintf(path, sizeof(path), name, pid, pid) > 0 && pid > 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	ssize_t got = read(fd, text, room - 1);

	text[got > 0 ? got : 0] = 0;
	close(fd);
	return text;
}

static char state_of(pid_t pid)
{
	char text[4096], *at = strstr(look(pid, "/proc/%d/status", text, sizeof(text)), "State:\t");

	return at ? at[7] : 0;
}

/*
 * Whether a process and all below it sleep, are stopped or are dead. Who is about to sleep has that state and goes on by itself: reading
 * /proc/PID/syscall waits until it sleeps. Who sleeps without memory is about to end: PID 1 waits there for those whom it has killed.
 */
static bool asleep(pid_t pid, unsigned long *switches)
{
	char text[4096], *at, state = state_of(pid);

	if (!strchr("STtZX", state ? state : 'X') || strncmp(look(pid, "/proc/%d/syscall", text, sizeof(text)), "running", 7) == 0)
		return false;
	at = look(pid, "/proc/%d/status", text, sizeof(text));
	if (state == 'S' && strstr(text, "VmSize:") == NULL)
		return false;
	while ((at = strstr(at, "voluntary_ctxt_switches:")) != NULL)
		*switches += strtoul(at += strlen("voluntary_ctxt_switches:"), NULL, 10);
	for (at = look(pid, "/proc/%d/task/%d/children", text, sizeof(text)); *at >= '0'; at += strspn(at, " "))
		if (!asleep((pid_t)strtol(at, &at, 10), switches))
			return false;
	return true;
}

/* Who is asleep in two passes, and was not switched out in between, has slept all the while: between them nobody was awake. */
static bool quiet(void)
{
	unsigned long first = 0, second = 0;

	return left || (asleep(init, &first) && asleep(init, &second) && first == second);
}

static double seconds(clockid_t clock)
{
	struct timespec now = { 0, 0 };

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Takes in who connects, what they tell, and the end of the init. Returns whether there was any of that. */
static bool hear(void)
{
	struct message m; /*? ACTORS */
	eventfd_t error;
	bool any = false;

#ifdef ACTORS
	for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0; any = true) {
		struct ucred who = { 0, 0, 0 };

		if (recv(fd, &m, sizeof(m), 0) != (ssize_t)sizeof(m) || getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &(socklen_t){ sizeof(who) }) < 0)
			END_WITH(2, "a process has ended too soon");
		seen[m.slot].pid = who.pid, seen[m.slot].inner = m.pid, seen[m.slot].fd = fd;
		at_start = m.slot == 0 ? m : at_start; /*? HANDED */
	}
#endif
	for (int i = 0; i < PROCESSES; i++) /*? HANDLES */
		for (; seen[i].pid > 0 && recv(seen[i].fd, &m, sizeof(m), MSG_DONTWAIT) == (ssize_t)sizeof(m); any = true) /*? HANDLES */
			printf("    %s gets signal %d, for the %d. time\n", processes[i].name, m.value, ++seen[i].noted[m.value]); /*? HANDLES */
	if (eventfd_read(failure, &error) == 0)
		END_WITH(2, "the init cannot be executed: %s", strerror((int)error));
	if (!left && waitpid(init, &status, WNOHANG) == init) {
		left = any = true;
		printf("    the init %s %d\n", WIFEXITED(status) ? "exits with" : "dies of signal", WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	}
	return any;
}

static bool holds(const struct check *c, int slot)
{
	char state = state_of(seen[slot].pid); /*? STATES */
	char link[64], target[256] = ""; /*? LINKS */

	snprintf(link, sizeof(link), c->what == CLOSED ? "/proc/%d/fd/%d" : "/proc/%d/cwd", init, (int)c->value); /*? LINKS */
	switch (c->what) {
	case STARTED: return seen[0].pid > 0; /*? STARTED */
	case RUNS: return !left; /*? RUNS */
	case LEFT: return left; /*? LEFT */
	case CODE: return left && WIFEXITED(status) && (c->value == (uint64_t)WEXITSTATUS(status) || c->or == (uint64_t)WEXITSTATUS(status)); /*? CODE */
	case NOTED: return seen[slot].noted[c->value] >= c->min && seen[slot].noted[c->value] <= c->max; /*? NOTED */
	case GONE: return state == 0; /*? GONE */
	case DEAD: return state == 0 || state == 'Z'; /*? DEAD */
	case ALIVE: return state != 0 && state != 'Z'; /*? ALIVE */
	case BLOCKED: return at_start.blocked == c->value; /*? BLOCKED */
	case IGNORED: return at_start.ignored == c->value; /*? IGNORED */
	case WORKS_IN: return readlink(link, target, sizeof(target) - 1) > 0 && strcmp(target, "/") == 0; /*? WORKS_IN */
	case CLOSED: return readlink(link, target, sizeof(target) - 1) < 0; /*? CLOSED */
	default: return slot >= 0;
	}
}

/* Waits until all that follows from the steps before has happened, and judges. */
static void settle(int at)
{
	double slept = 0, used = seconds(processor);

	for (;; nanosleep(&(struct timespec){ 0, 100000 }, NULL)) {
		bool heard = hear(), still = quiet() && !heard && !hear();
		const struct check *unmet = NULL;

		if (!left && seconds(processor) - used > BUSY)
			END_WITH(IF_BUSY, "the init does not come to rest, and uses its processor");
		for (const struct check *c = checks; still && unmet == NULL && c < END_OF(checks); c++)
			for (int i = 0; c->at == at && i < c->count; i++)
				unmet = holds(c, c->slot + i) ? unmet : c;
		if (still && unmet == NULL)
			return;
		slept = still && slept == 0 ? seconds(CLOCK_MONOTONIC) : slept;
		if (still && (left || seconds(CLOCK_MONOTONIC) - slept > PATIENCE))
			END_WITH(unmet->code, "%s; nobody does anything any more, and it is not so", unmet->must);
	}
}

#ifdef STEPS
static void take(const struct step *s, int slot)
{
	struct message order = { .what = s->what, .slot = slot, .value = s->value, .pid = slot == INIT ? 1 : seen[slot].inner }; /*? TOLD */
	int by = s->what == SEND ? s->from : s->what == FORK ? processes[slot].parent : slot; /*? TOLD */

	if (s->what == SEND && s->from == OUTSIDE) /*? OUTSIDE */
		kill(slot == INIT ? init : seen[slot].pid, s->value); /*? OUTSIDE */
#ifdef TOLD
	if (by != OUTSIDE && send(seen[by].fd, &order, sizeof(order), MSG_NOSIGNAL) < 0)
		END_WITH(2, "%s is not there any more", processes[by].name);
#endif
	while (s->what == FORK && (hear(), seen[slot].pid == 0)) /*? FORKS */
		if (left || (quiet() && !hear() && seen[slot].pid == 0)) /*? FORKS */
			END_WITH(2, "%s cannot be forked", processes[slot].name); /*? FORKS */
}

#endif
/* As the first process of the new namespace: its children from before its exec, its state, and the exec. */
static void __attribute__((noreturn)) start(char **words)
{
#ifdef OLDER
	for (int i = 1; i < PROCESSES; i++)
		if (processes[i].parent == BEFORE && fork() == 0)
			act(i);
		else if (processes[i].parent == BEFORE && processes[i].exited >= 0)
			waitid(P_ALL, 0, &(siginfo_t){ 0 }, WEXITED | WNOWAIT);
#endif
	/*@launch@*/
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){ 0 }); /* who is made does not go before its maker (sched(7)) */ /*? RACES */
	syscall(SYS_execveat, binary, "", words, environ, AT_EMPTY_PATH); /*? ELSEWHERE */
	execv(words[0], words); /*? HERE */
	eventfd_write(failure, (eventfd_t)errno);
	_exit(127);
}

#ifdef ANYBODY
static void map_id(const char *file, const char *map, unsigned id)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || dprintf(fd, map, id) < 0)
		END_WITH(2, "%s: %s", file, strerror(errno));
}

#endif
#ifdef ROOT
/* Main is a copy of this program that is set-uid root's; `path` becomes its name. */
static void become_root(char *path)
{
	struct statvfs volume;
	int from = open(path, O_RDONLY | O_CLOEXEC), to = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);

	while (sendfile(to, from, NULL, 1 << 20) > 0)
		;
	if (fchmod(to, 04755) < 0 || fstatvfs(to, &volume) < 0 || volume.f_flag & ST_NOSUID || close(to) < 0)
		END_WITH(2, "%s cannot be set-uid", file);
	strcpy(path, file);
}

#endif
int main(int argc, char **argv)
{
	char *words[argc + 64], **command = words + argc - 1;
	char *name = address.sun_path + 1, path[4096] = ""; /*? ACTORS */
	unsigned user = geteuid(), group = getegid(); /*? ANYBODY */
	cpu_set_t one; /*? RACES */

#ifdef ACTORS
	if (argc >= 3 && strcmp(argv[1], "@main") == 0) {
		strncpy(name, argv[2], sizeof(address.sun_path) - 2);
		act(0);
	}
#endif
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 2 || access("/proc/thread-self/children", R_OK) < 0)
		END_WITH(2, "usage: %s INIT [ITS ARGUMENTS...], without a command, where /proc is mounted", argv[0]);
#ifdef ACTORS
	snprintf(name, sizeof(address.sun_path) - 1, "case-%d-%.9f", getpid(), seconds(CLOCK_MONOTONIC));
	listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (readlink("/proc/self/exe", path, sizeof(path) - 1) < 0 || bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(listener, 256) < 0)
		END_WITH(2, "socket: %s", strerror(errno));
#endif
	failure = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if ((binary = open(argv[1], O_PATH | O_CLOEXEC)) < 0) /*? ELSEWHERE */
		END_WITH(2, "%s: %s", argv[1], strerror(errno)); /*? ELSEWHERE */
	CPU_ZERO(&one); /*? RACES */
	CPU_SET(sched_getcpu(), &one); /*? RACES */
	sched_setaffinity(0, sizeof(one), &one); /*? RACES */
	memcpy(words, argv + 1, (size_t)(argc - 1) * sizeof(*words));
	/*@prepare@*/
	if (unshare(CLONE_NEWPID | (geteuid() ? CLONE_NEWUSER : 0)) < 0)
		END_WITH(2, "no PID namespace can be made: %s", strerror(errno));
	if (user != 0) /* is root in a user namespace */ /*? ANYBODY */
		map_id("/proc/self/setgroups", "deny", 0), map_id("/proc/self/uid_map", "0 %u 1", user), map_id("/proc/self/gid_map", "0 %u 1", group); /*? ANYBODY */
	if ((init = fork()) == 0)
		start(words);
	clock_getcpuclockid(init, &processor);
	settle(-1);
#ifdef STEPS
	for (const struct step *s = steps; s < END_OF(steps); s++) {
		printf("%s", s->said);
		if (left)
			END_WITH(2, "the init has left before");
		for (int i = 0; i < s->count; i++)
			take(s, s->slot + i);
		if (s->settles)
			settle(s->settles);
	}
#endif
	END_WITH(0, "the init did as it must");
}
