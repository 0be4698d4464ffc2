/* What the kernel shows of the processes of a run: /proc/PID/{stat,syscall,status}, pidfds. */
#include "executor.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* Opens /proc/PID/FILE. Returns the descriptor or -1. */
int open_proc(pid_t pid, const char *file)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static ssize_t read_proc(int fd, char *text, size_t room)
{
	ssize_t size = fd < 0 ? -1 : pread(fd, text, room - 1, 0);

	text[size > 0 ? size : 0] = 0;
	return size;
}

/*
 * The state letter in an open /proc/PID/stat, 'X' where the process is gone, with parent, group and session where wanted (not NULL).
 * The command name may hold anything: fields are counted from the last parenthesis (proc_pid_stat(5)).
 */
char read_state(int fd, pid_t *parent, pid_t *group, pid_t *session)
{
	char text[512], *end;

	if (read_proc(fd, text, sizeof text) <= 0 || !(end = strrchr(text, ')')) || strlen(end) < 4)
		return 'X';
	if (parent) {
		char *at = end + 3;

		*parent = (pid_t)strtol(at, &at, 10);
		*group = (pid_t)strtol(at, &at, 10);
		*session = (pid_t)strtol(at, &at, 10);
	}
	return end[2];
}

/* System calls in which a process waits, and which argument tells that it does so without a time-out (value `forever`). */
static const struct waiting {
	long number;
	int argument; /* -1: always without, -2: always with or not to be told */
	unsigned long forever;
} waiting[] = {
	{ SYS_rt_sigtimedwait, 2, 0 }, { SYS_rt_sigsuspend, -1, 0 }, { SYS_pause, -1, 0 }, { SYS_wait4, -1, 0 }, { SYS_waitid, -1, 0 },
	{ SYS_read, -2, 0 }, { SYS_poll, -2, 0 }, { SYS_ppoll, -2, 0 }, { SYS_epoll_wait, -2, 0 }, { SYS_epoll_pwait, -2, 0 },
	{ SYS_select, -2, 0 }, { SYS_pselect6, -2, 0 }, { SYS_futex, 3, 0 }, { SYS_nanosleep, -2, 0 }, { SYS_clock_nanosleep, -2, 0 },
	{ SYS_restart_syscall, -2, 0 }, { SYS_readv, -2, 0 }, { SYS_recvmsg, -2, 0 }, { SYS_recvfrom, -2, 0 }, { SYS_io_getevents, -2, 0 },
};

/* Whether the init's descriptor is a signalfd. Looked up once for a run, until somebody forgets it, and where a verdict hangs on it. */
static int on_signalfd(struct run *run, unsigned long fd)
{
	char path[64], target[64];
	ssize_t size;

	if (run->signalfd == fd + 1)
		return 1;
	snprintf(path, sizeof path, "/proc/%d/fd/%lu", run->init, fd);
	size = readlink(path, target, sizeof target - 1);
	if (size <= 0 || memcmp(target, "anon_inode:[signalfd]", (size_t)size) != 0)
		return 0;
	run->signalfd = fd + 1;
	return 1;
}

static enum init_state classify(struct run *run, const char *text)
{
	unsigned long arguments[6] = { 0 };
	char *at;
	long number = strtol(text, &at, 10);
	int found = 0;

	for (; found < 6 && *at == ' '; found++)
		arguments[found] = strtoul(at, &at, 16);
	for (size_t i = 0; found == 6 && i < sizeof waiting / sizeof *waiting; i++) {
		if (waiting[i].number != number)
			continue;
		if (number == SYS_read)
			return on_signalfd(run, arguments[0]) ? INIT_FOREVER : INIT_ASLEEP;
		if (waiting[i].argument == -1)
			return INIT_FOREVER;
		return waiting[i].argument >= 0 && arguments[waiting[i].argument] == waiting[i].forever ? INIT_FOREVER : INIT_ASLEEP;
	}
	return INIT_BUSY;
}

/* Takes the init's exit status, should it have ended. */
void reap_init(struct run *run)
{
	struct pollfd ended = { run->init_pidfd, POLLIN, 0 };
	struct rusage usage;
	int status;

	if (run->init_gone || poll(&ended, 1, 0) <= 0 || wait4(run->init, &status, 0, &usage) != run->init)
		return;
	run->init_gone = 1;
	run->init_state = INIT_GONE;
	run->result.ended = 1;
	run->result.wait_status = (uint32_t)status;
	run->result.exit_after_op = run->op;
	run->result.exit_us = (uint32_t)((now_ns() - run->started_ns) / 1000);
	run->result.max_rss_kb = (uint32_t)usage.ru_maxrss;
	run->result.cpu_us = (uint32_t)((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/*
 * The state of the init now. Waiting in one of the calls above it has nothing to take: a signal that it wants would have made it
 * runnable. Stopped it may show one all the same, so the state letter is read where the program can stop it.
 */
enum init_state look_at_init(struct run *run)
{
	char text[256], state;

	if (run->init_gone)
		return INIT_GONE;
	if (run->init_stops && ((state = read_state(run->init_stat, NULL, NULL, NULL)) == 'T' || state == 't'))
		return INIT_STOPPED;
	if (read_proc(run->init_syscall, text, sizeof text) <= 0 || !isdigit((unsigned char)text[0])) {
		reap_init(run);
		return run->init_gone ? INIT_GONE : INIT_BUSY;
	}
	return classify(run, text);
}

/* Processor time of the init, ns (Documentation/scheduler/sched-stats.rst). */
uint64_t init_cpu_ns(struct run *run)
{
	char text[128];
	int fd = open_proc(run->init, "schedstat");

	read_proc(fd, text, sizeof text);
	if (fd >= 0)
		close(fd);
	return strtoull(text, NULL, 10);
}

/* A numeric field of the init's /proc/PID/status, 0 where it is not there. */
unsigned init_status(struct run *run, const char *field)
{
	char text[4096], *at;
	int fd = open_proc(run->init, "status");

	read_proc(fd, text, sizeof text);
	if (fd >= 0)
		close(fd);
	at = strstr(text, field);
	return at ? (unsigned)strtoul(at + strlen(field) + 1, NULL, 10) : 0;
}

/* Resident memory of the init: the second number of /proc/PID/statm, in pages. The VmRSS of /proc/PID/status at a fifth of the cost. */
unsigned init_resident_kb(struct run *run)
{
	char text[128], *at;

	if (run->init_statm < 0)
		run->init_statm = open_proc(run->init, "statm");
	read_proc(run->init_statm, text, sizeof text);
	strtoul(text, &at, 10);
	return (unsigned)(strtoul(at, NULL, 10) * (unsigned long)sysconf(_SC_PAGESIZE) / 1024);
}

/* How many descriptors the init has open: the size of the directory since Linux 6.2, where older ones say 0. */
unsigned count_descriptors(struct run *run)
{
	char path[64];
	DIR *directory;
	struct stat size;
	unsigned count = 0;

	snprintf(path, sizeof path, "/proc/%d/fd", run->init);
	if (stat(path, &size) == 0 && size.st_size > 0)
		return (unsigned)size.st_size;
	directory = opendir(path);
	if (!directory)
		return 0;
	while (readdir(directory))
		count++;
	closedir(directory);
	return count > 2 ? count - 2 : 0;
}

static int known(struct run *run, pid_t pid)
{
	if (pid == run->init || zygote_is(pid) || pid == getpid())
		return 1;
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].outer == pid)
			return 1;
	return 0;
}

/* Processes of the sandbox that no slot names, zombies apart; in `awake` how many of them are neither asleep nor stopped. */
int strangers(struct run *run, int *awake)
{
	DIR *directory = opendir("/proc");
	struct dirent *entry;
	int count = 0;

	*awake = 0;
	while (directory && (entry = readdir(directory))) {
		pid_t pid = atoi(entry->d_name);
		int fd;
		char state;

		if (pid <= 0 || known(run, pid))
			continue;
		fd = open_proc(pid, "stat");
		state = fd < 0 ? 'X' : read_state(fd, NULL, NULL, NULL);
		if (fd >= 0)
			close(fd);
		count += state != 'X' && state != 'Z';
		*awake += strchr("XZSTtI", state) == NULL;
	}
	if (directory)
		closedir(directory);
	return count;
}

/* Linux 6.11, include/uapi/linux/{pidfd,nsfs}.h. */
#define GET_PID_NAMESPACE _IO(0xFF, 5)
#define GET_TGID_FROM_PIDNS _IOR(0xb7, 0x7, int)

/* Whether the kernel tells which process has which id in another PID namespace. */
int can_translate(void)
{
	static int can = -1;
	int self, namespace;

	if (can >= 0)
		return can;
	self = (int)syscall(SYS_pidfd_open, getpid(), 0);
	namespace = ioctl(self, GET_PID_NAMESPACE, 0);
	can = namespace >= 0 && ioctl(namespace, GET_TGID_FROM_PIDNS, getpid()) == getpid();
	close(namespace);
	close(self);
	return can;
}

/* The outer id of the process that is `inner` inside, NOBODY where it is gone already. */
static pid_t translate(struct run *run, int inner)
{
	int outer;

	if (run->namespace < 0)
		run->namespace = ioctl(run->init_pidfd, GET_PID_NAMESPACE, 0);
	outer = ioctl(run->namespace, GET_TGID_FROM_PIDNS, inner);
	return outer > 0 ? outer : NOBODY;
}

/* From the event that an actor has written upon its start. */
static void begin_watch(struct run *run, const struct event *started)
{
	int told = run->sandbox->ctl->slots[started->slot].outer;
	struct watch *watch = &run->watches[started->slot];
	int parent = run->processes[started->slot].parent;

	watch->outer = told > 1 ? told : can_translate() ? translate(run, started->a) : NOBODY;
	watch->life = LIFE_LIVE;
	watch->parent = parent < 0 ? run->init : run->watches[parent].outer;
	watch->inner_group = started->c;
	watch->inner_session = started->d;
	watch->pidfd = (int)syscall(SYS_pidfd_open, watch->outer, 0);
	watch->stat_fd = -1;
}

/*
 * Takes the events that have been written so far. One that is reserved and not yet written is of a process that was switched out
 * meanwhile: what comes after it has to wait, see `pass_hole`.
 */
void drain_events(struct run *run)
{
	struct ctl *ctl = run->sandbox->ctl;
	unsigned used = __atomic_load_n(&ctl->events_used, __ATOMIC_ACQUIRE);

	if (used > MAX_EVENTS) {
		run->bound = BOUND_EVENTS;
		used = MAX_EVENTS;
	}
	for (; run->drained < used && __atomic_load_n(&ctl->events[run->drained].kind, __ATOMIC_ACQUIRE) != EVENT_NONE; run->drained++) {
		struct event event = ctl->events[run->drained];

		if (event.slot < 0 || event.slot >= run->program->processes)
			continue;
		buffer_add(run->out, &event, sizeof event);
		run->events++;
		if (event.kind == EVENT_STARTED && run->watches[event.slot].life == LIFE_UNBORN)
			begin_watch(run, &event);
	}
}

/* Whether an event is reserved and not yet written. */
int at_hole(struct run *run)
{
	unsigned used = __atomic_load_n(&run->sandbox->ctl->events_used, __ATOMIC_ACQUIRE);

	return run->drained < used && run->drained < MAX_EVENTS;
}

/* For when nobody runs: who reserved an event and has not written it was killed in between. Passes it; whether there was one. */
int pass_hole(struct run *run)
{
	if (!at_hole(run))
		return 0;
	run->drained++;
	drain_events(run);
	return 1;
}

static int parent_slot(struct run *run, pid_t parent)
{
	if (parent == run->init)
		return PARENT_INIT;
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].outer == parent)
			return slot;
	return parent == 0 || parent == getpid() ? PARENT_OUTSIDE : PARENT_STRANGER;
}

/*
 * The id inside the namespace of a group or session that is named by an outer one: that of its leader, or, where that was gone before it
 * could be asked for, what a member has said of itself when it started. 0 where nobody knows.
 */
static int inner_id(struct run *run, pid_t outer)
{
	if (outer == run->init)
		return 1;
	for (int slot = 0; slot < run->program->processes; slot++) {
		const struct watch *watch = &run->watches[slot];

		if (watch->first_group == outer || watch->first_session == outer)
			return watch->first_group == outer ? watch->inner_group : watch->inner_session;
	}
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].outer == outer)
			return run->sandbox->ctl->slots[slot].pid;
	return 0;
}

static void note_life(struct run *run, int slot, enum life life)
{
	struct watch *watch = &run->watches[slot];

	if (watch->life == LIFE_LIVE)
		run_event(run, EVENT_DIED, slot, 0, 0, 0, 0, 0);
	if (life == LIFE_GONE)
		run_event(run, EVENT_GONE, slot, 0, 0, 0, 0, 0);
	watch->life = life;
}

static void note_ids(struct run *run, int slot, pid_t parent, pid_t group, pid_t session)
{
	struct watch *watch = &run->watches[slot];
	int first = watch->group == 0;

	if (!first && parent == watch->parent && group == watch->group && session == watch->session)
		return;
	if (first) {
		watch->first_group = group;
		watch->first_session = session;
	}
	if (!first || parent != watch->parent)
		run_event(run, EVENT_MOVED, slot, 0, parent_slot(run, parent), inner_id(run, group), inner_id(run, session), 0);
	watch->parent = parent;
	watch->group = group;
	watch->session = session;
}

static void observe_closely(struct run *run, int slot)
{
	struct watch *watch = &run->watches[slot];
	pid_t parent, group, session;
	int stopped;

	if (watch->stat_fd < 0)
		watch->stat_fd = open_proc(watch->outer, "stat");
	watch->state = read_state(watch->stat_fd, &parent, &group, &session);
	if (watch->state == 'X') {
		note_life(run, slot, LIFE_GONE);
		return;
	}
	if (watch->state == 'Z' && watch->life == LIFE_LIVE)
		note_life(run, slot, LIFE_ZOMBIE);
	stopped = watch->state == 'T' || watch->state == 't';
	if (stopped != watch->stopped)
		run_event(run, stopped ? EVENT_STOPPED : EVENT_CONTINUED, slot, 0, 0, 0, 0, 0);
	watch->stopped = stopped;
	note_ids(run, slot, parent, group, session);
}

/* Linux 6.13, include/uapi/linux/pidfd.h: the head of struct pidfd_info. */
struct pidfd_info_head {
	uint64_t mask, cgroup;
	uint32_t pid, tgid, ppid, uids[8];
	int32_t exit_code;
};
#define GET_INFO _IOWR(0xFF, 11, struct pidfd_info_head)

/* Whether the process had its ids looked at and has the parent that it had then: only these two change them, in a program that stops nobody. */
static int is_settled(struct run *run, const struct watch *watch)
{
	if (watch->group == 0)
		return 0;
	if (watch->parent == run->init)
		return 1;
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].outer == watch->parent)
			return run->watches[slot].life == LIFE_LIVE;
	return 0;
}

/*
 * Parent, group and session of a process by system calls, for a tenth of what /proc/PID/stat costs. The state letter is not among them:
 * for programs that stop nobody. Deaths were seen before.
 */
static void observe_ids(struct run *run, int slot)
{
	struct watch *watch = &run->watches[slot];
	struct pidfd_info_head info = { 0 };
	pid_t group, session;

	if (is_settled(run, watch))
		return;
	group = getpgid(watch->outer);
	session = getsid(watch->outer);
	if (group < 0 && errno == ESRCH)
		note_life(run, slot, LIFE_GONE);
	else if (group < 0 || session < 0 || watch->pidfd < 0 || ioctl(watch->pidfd, GET_INFO, &info) < 0)
		observe_closely(run, slot);
	else
		note_ids(run, slot, (pid_t)info.ppid, group, session);
}

/* Deaths of living processes and the end of the init, by one poll over their pidfds. */
static void observe_deaths(struct run *run)
{
	struct pollfd ended[MAX_SLOTS + 1];
	int slots[MAX_SLOTS + 1], count = 1;

	ended[0] = (struct pollfd){ run->init_pidfd, POLLIN, 0 };
	for (int slot = 0; slot < run->program->processes; slot++) {
		if (run->watches[slot].life != LIFE_LIVE)
			continue;
		ended[count] = (struct pollfd){ run->watches[slot].pidfd, POLLIN, 0 };
		slots[count++] = slot;
	}
	if (poll(ended, (nfds_t)count, 0) <= 0)
		return;
	if (ended[0].revents)
		reap_init(run);
	for (int i = 1; i < count && !run->init_gone; i++)
		if (ended[i].revents)
			note_life(run, slots[i], LIFE_ZOMBIE);
}

/* Zombies that somebody has waited for. */
static void observe_reaped(struct run *run)
{
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].life == LIFE_ZOMBIE && kill(run->watches[slot].outer, 0) < 0)
			note_life(run, slot, LIFE_GONE);
}

static void observe_each(struct run *run, void (*look)(struct run *run, int slot))
{
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].life == LIFE_LIVE || run->watches[slot].life == LIFE_ZOMBIE)
			look(run, slot);
}

/*
 * Records what has changed since the last time: deaths and zombies that are gone; with `all` also stops, parents, groups and sessions.
 * Does nothing once the init has ended: then the kernel has killed the rest.
 */
void observe(struct run *run, int all)
{
	drain_events(run);
	if (all && (run->careful || run->stops)) {
		reap_init(run);
		if (!run->init_gone)
			observe_each(run, observe_closely);
		return;
	}
	if (!run->init_gone)
		observe_deaths(run);
	if (run->init_gone)
		return;
	observe_reaped(run);
	if (all)
		observe_each(run, observe_ids);
}
