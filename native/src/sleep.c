/*
 * For what a thread sleeps, and for how long at most: the call that /proc/PID/task/TID/syscall shows, its arguments, and the time-out that
 * these point to. The kernel itself says so: nobody has to wait to learn that somebody will sleep for five seconds.
 */
#include "executor.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>

#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

/* How the time-out of a call is told: never one; as milliseconds; as what an argument points to; by its descriptor; not to be told. */
enum told { NEVER, MILLISECONDS, TIMESPEC, TIMEVAL, CLOCK, FUTEX, DESCRIPTOR, UNTOLD };

/*
 * The calls in which a thread waits (man 2 of each), and which argument is the time-out. One that is begun anew after a stop does not say
 * which it was (restart_syscall(2)). A time-out that a socket has been given (socket(7), SO_RCVTIMEO) nobody can see.
 */
static const struct waiting {
	long number;
	enum told told;
	int argument;
} waiting[] = {
	{ SYS_rt_sigtimedwait, TIMESPEC, 2 }, { SYS_rt_sigsuspend, NEVER, 0 }, { SYS_pause, NEVER, 0 }, { SYS_wait4, NEVER, 0 },
	{ SYS_waitid, NEVER, 0 }, { SYS_read, DESCRIPTOR, 0 }, { SYS_readv, DESCRIPTOR, 0 }, { SYS_poll, MILLISECONDS, 2 },
	{ SYS_ppoll, TIMESPEC, 2 }, { SYS_epoll_wait, MILLISECONDS, 3 }, { SYS_epoll_pwait, MILLISECONDS, 3 },
	{ SYS_epoll_pwait2, TIMESPEC, 3 }, { SYS_select, TIMEVAL, 4 }, { SYS_pselect6, TIMESPEC, 4 }, { SYS_futex, FUTEX, 3 },
	{ SYS_nanosleep, TIMESPEC, 0 }, { SYS_clock_nanosleep, CLOCK, 2 }, { SYS_restart_syscall, UNTOLD, 0 }, { SYS_write, NEVER, 0 },
	{ SYS_writev, NEVER, 0 }, { SYS_recvmsg, NEVER, 0 }, { SYS_recvfrom, NEVER, 0 }, { SYS_accept, NEVER, 0 },
	{ SYS_accept4, NEVER, 0 }, { SYS_io_getevents, TIMESPEC, 4 },
};

/* Of a time, in the unit of which a second has `units`; what is past is 0. Rounded up: a sleep is never shorter than it is told. */
static uint32_t to_ms(int64_t seconds, int64_t part, int64_t units)
{
	int64_t each = units / 1000;

	if (seconds < 0)
		return 0;
	if (seconds > LONGEST_MS / 1000)
		return FOREVER_MS;
	return (uint32_t)(seconds * 1000 + (part + each - 1) / each);
}

/* Two numbers of a thread's memory: struct timespec and struct timeval alike. Returns whether they could be read. */
static int read_pair(pid_t thread, uint64_t address, int64_t pair[2])
{
	struct iovec here = { pair, 2 * sizeof *pair }, there = { (void *)address, 2 * sizeof *pair };

	return process_vm_readv(thread, &here, 1, &there, 1, 0) == (ssize_t)here.iov_len;
}

/* A set of signals in a thread's memory, empty where it cannot be read. */
static uint64_t read_set(pid_t thread, uint64_t address)
{
	uint64_t set = 0;
	struct iovec here = { &set, sizeof set }, there = { (void *)address, sizeof set };

	return process_vm_readv(thread, &here, 1, &there, 1, 0) == (ssize_t)sizeof set ? set : 0;
}

/* What a call waits that is given a length. No address: for ever. */
static uint32_t relative(pid_t thread, uint64_t address, int64_t units)
{
	int64_t pair[2];

	if (!address)
		return FOREVER_MS;
	return read_pair(thread, address, pair) ? to_ms(pair[0], pair[1], units) : UNTOLD_MS;
}

/* What is left of a wait that is given its end, on a clock. Of those that differ from ours in another time namespace there is none. */
static uint32_t until(pid_t thread, uint64_t address, clockid_t clock)
{
	int64_t pair[2];
	struct timespec now;

	if (!address)
		return FOREVER_MS;
	if (!read_pair(thread, address, pair) || clock_gettime(clock, &now) < 0)
		return UNTOLD_MS;
	pair[0] -= now.tv_sec;
	pair[1] -= now.tv_nsec;
	if (pair[1] < 0) {
		pair[0]--;
		pair[1] += 1000000000;
	}
	return to_ms(pair[0], pair[1], 1000000000);
}

/* futex(2): FUTEX_WAIT is given a length, all others an end. */
static uint32_t of_futex(pid_t thread, const uint64_t *arguments)
{
	int operation = (int)arguments[1] & FUTEX_CMD_MASK;

	if (operation == FUTEX_WAIT)
		return relative(thread, arguments[3], 1000000000);
	return until(thread, arguments[3], operation == FUTEX_LOCK_PI || arguments[1] & FUTEX_CLOCK_REALTIME ? CLOCK_REALTIME : CLOCK_MONOTONIC);
}

/* What a timer that is a descriptor has left: timerfd_create(2), "/proc/pid/fdinfo/fd". One that is not armed never expires. */
static uint32_t of_timer(pid_t thread, uint64_t fd)
{
	char file[64], text[512], *at;
	long long seconds, part;
	int info;

	snprintf(file, sizeof file, "fdinfo/%lu", (unsigned long)fd);
	info = open_proc(thread, file);
	read_proc(info, text, sizeof text);
	if (info >= 0)
		close(info);
	at = strstr(text, "it_value: (");
	if (!at || sscanf(at, "it_value: (%lld, %lld)", &seconds, &part) != 2)
		return UNTOLD_MS;
	return seconds || part ? to_ms(seconds, part, 1000000000) : FOREVER_MS;
}

/* A signalfd is looked up once for a run, until somebody forgets it, and where a verdict hangs on it. */
static uint32_t of_descriptor(struct run *run, pid_t thread, uint64_t fd)
{
	char path[64], target[64] = "";

	if (run->signalfd == fd + 1)
		return FOREVER_MS;
	snprintf(path, sizeof path, "/proc/%d/fd/%lu", thread, (unsigned long)fd);
	if (readlink(path, target, sizeof target - 1) <= 0)
		return UNTOLD_MS;
	if (strcmp(target, "anon_inode:[timerfd]") == 0)
		return of_timer(thread, fd);
	if (strcmp(target, "anon_inode:[signalfd]") == 0)
		run->signalfd = fd + 1;
	return FOREVER_MS;
}

static uint32_t time_out(struct run *run, pid_t thread, const struct waiting *call, const uint64_t *arguments)
{
	uint64_t argument = arguments[call->argument];

	switch (call->told) {
	case MILLISECONDS:
		return (int)argument < 0 || (int)argument > LONGEST_MS ? FOREVER_MS : (uint32_t)argument;
	case TIMESPEC:
		return relative(thread, argument, 1000000000);
	case TIMEVAL:
		return relative(thread, argument, 1000000);
	case CLOCK:
		return arguments[1] & TIMER_ABSTIME ? until(thread, argument, (clockid_t)arguments[0]) : relative(thread, argument, 1000000000);
	case FUTEX:
		return of_futex(thread, arguments);
	case DESCRIPTOR:
		return of_descriptor(run, thread, argument);
	case NEVER:
		return FOREVER_MS;
	case UNTOLD:
		break;
	}
	return UNTOLD_MS;
}

/*
 * How a thread sleeps, by the text of its /proc/PID/task/TID/syscall (proc_pid_syscall(5)). Returns 0 where it is in none of the calls
 * above, and so is not at rest; nor is one that makes a process, but where it waits for what it has made by vfork, while that is held.
 */
int sleep_of(struct run *run, pid_t thread, const char *text, struct sleep *sleep)
{
	uint64_t arguments[6] = { 0 };
	char *at;
	long number = strtol(text, &at, 10);
	int found = 0;

	for (; found < 6 && *at == ' '; found++)
		arguments[found] = strtoul(at, &at, 16);
	*sleep = (struct sleep){ .ms = FOREVER_MS };
	if (tracer_holds_child() && (number == SYS_vfork || number == SYS_clone || number == SYS_clone3))
		return 1;
	for (size_t i = 0; found == 6 && i < sizeof waiting / sizeof *waiting; i++) {
		if (waiting[i].number != number)
			continue;
		sleep->ms = time_out(run, thread, &waiting[i], arguments);
		sleep->awaited = number == SYS_rt_sigtimedwait && sleep->ms != FOREVER_MS ? read_set(thread, arguments[0]) : 0;
		return 1;
	}
	return 0;
}
