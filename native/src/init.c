/* What the kernel shows of the init of a run: whether it sleeps and for what, its end, its processor time and memory. */
#include "executor.h"

#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

/* Whether somebody else is PID 1, and the init its child. */
int is_subreaper(const struct run *run)
{
	return run->program->flags & PROGRAM_SUBREAPER;
}

/* Takes what the init has used: `usage` is that of PID 1, which has ended. */
void init_usage(struct run *run, const struct rusage *usage)
{
	const struct ward *ward = &run->sandbox->ctl->ward;

	run->result.max_rss_kb = is_subreaper(run) ? ward->max_rss_kb : (uint32_t)usage->ru_maxrss;
	run->result.cpu_us = is_subreaper(run) ? ward->cpu_us
					       : (uint32_t)((usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000 + usage->ru_utime.tv_usec +
							    usage->ru_stime.tv_usec);
}

/* Takes the init's exit status, should it have ended. A warden leaves when it has taken that. */
void reap_init(struct run *run)
{
	struct pollfd ended = { run->first_pidfd, POLLIN, 0 };
	struct rusage usage;
	int status;

	if (run->init_gone || poll(&ended, 1, 0) <= 0 || wait4(run->first, &status, 0, &usage) != run->first)
		return;
	if (run->sandbox->ctl->ward.ended)
		status = (int)run->sandbox->ctl->ward.status;
	run->init_gone = 1;
	run->init_state = INIT_GONE;
	run->result.ended = 1;
	run->result.wait_status = (uint32_t)status;
	run->result.exit_after_op = run->op;
	run->result.exit_us = (uint32_t)((now_ns() - run->started_ns) / 1000);
	init_usage(run, &usage);
	/* The kernel has killed everybody, so that all that will ever be recorded is. */
	while (pass_hole(run))
		;
}

/* The state of an init that the tracer has stopped, INIT_GONE where it has not. Of one that is held other threads may run. */
static enum init_state look_at_traced(struct run *run)
{
	if (tracer_holds_init())
		return count_init_threads(run) > 1 && look_at_threads(run, "") == INIT_BUSY ? INIT_BUSY : INIT_STOPPED;
	if (tracer_is_frozen()) {
		if (!(status_mask(run->init, "ShdPnd:") >> (SIGCONT - 1) & 1))
			return tracer_froze_all() ? INIT_STOPPED : INIT_BUSY;
		tracer_thaw();
		return INIT_BUSY;
	}
	/* The tracer is about to let it go on. */
	return read_state(run->init_stat, NULL, NULL, NULL) == 't' ? INIT_BUSY : INIT_GONE;
}

/*
 * The state of an init that nobody can read: it has become the actor's program, or gives up its core dump before it dies of a signal, as
 * timeout(1) does (PR_SET_DUMPABLE(2const)). By its state letter alone: that it waits with a time-out nobody can tell, so that it is given
 * no time of its own.
 */
static enum init_state look_at_unreadable(struct run *run)
{
	int fd = open_proc(run->init, "stat");
	char state = fd < 0 || is_exiting(fd) ? 'X' : read_state(fd, NULL, NULL, NULL);

	if (fd >= 0)
		close(fd);
	reap_init(run);
	if (run->init_gone)
		return INIT_GONE;
	return state == 'S' ? INIT_FOREVER : state == 'T' || state == 't' ? INIT_STOPPED : INIT_BUSY;
}

/* The state of an init that is main: at rest where an actor is, which waits for ever. Of one that is dead nobody has told yet. */
static enum init_state look_at_main(struct run *run)
{
	char state = state_of(run, 0, NULL, NULL, NULL);

	reap_init(run);
	if (run->init_gone)
		return INIT_GONE;
	if (strchr("XZ", state) || is_exiting(run->init_stat))
		return INIT_BUSY;
	return state == 'T' || state == 't' ? INIT_STOPPED : asleep(run, 0) ? INIT_FOREVER : INIT_BUSY;
}

/*
 * The state of the init now. Waiting in one of the calls of sleep.c it has nothing to take: a signal that it wants would have made it
 * runnable. Stopped it may show one all the same, so the state letter is read where the program can stop it.
 */
enum init_state look_at_init(struct run *run)
{
	char text[256], letter;
	ssize_t size;
	enum init_state traced, state;

	if (run->init_is_main)
		return run->init_gone ? INIT_GONE : look_at_main(run);
	if (run->init_syscall < 0) {
		reap_init(run);
		run->init_syscall = run->init_gone ? -1 : open_proc(run->init, "syscall");
	}
	if (run->init_gone)
		return INIT_GONE;
	if (run->init_syscall < 0)
		return look_at_unreadable(run);
	if (run->traced && (traced = look_at_traced(run)) != INIT_GONE)
		return traced;
	if (run->init_stops && ((letter = read_state(run->init_stat, NULL, NULL, NULL)) == 'T' || letter == 't'))
		return have_all_stopped(run) ? INIT_STOPPED : INIT_BUSY;
	size = read_proc(run->init_syscall, text, sizeof text);
	if (size < 0 && errno == EPERM)
		return look_at_unreadable(run);
	state = size <= 0 ? INIT_BUSY : look_at_threads(run, text);
	if (state == INIT_BUSY)
		reap_init(run);
	return run->init_gone ? INIT_GONE : state;
}

/* Processor time of all threads of the init, ns, of those as well that have ended (clock_getcpuclockid(3)). 0 once it has ended. */
uint64_t init_cpu_ns(struct run *run)
{
	struct timespec used;
	clockid_t clock;

	if (run->init_gone || clock_getcpuclockid(run->init, &clock) || clock_gettime(clock, &used) < 0)
		return 0;
	return (uint64_t)used.tv_sec * 1000000000u + (uint64_t)used.tv_nsec;
}

/* A numeric field of the init's /proc/PID/status, 0 where it is not there. */
unsigned init_status(struct run *run, const char *field)
{
	char text[STATUS_ROOM];

	return (unsigned)strtoul(status_field(run->init, field, text, sizeof text), NULL, 10);
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

/* Which of the `wanted` descriptors (bit n for n) the init has open. */
uint64_t descriptors_among(struct run *run, uint64_t wanted)
{
	uint64_t open = 0;
	char path[64];
	struct stat link;

	for (int fd = 0; fd < 64; fd++) {
		if (!(wanted >> fd & 1))
			continue;
		snprintf(path, sizeof path, "/proc/%d/fd/%d", run->init, fd);
		if (lstat(path, &link) == 0)
			open |= UINT64_C(1) << fd;
	}
	return open;
}
