/*
 * Whether the init rests: all of its threads sleep. One that sleeps with a time-out may be at work, and only pauses: what it has in hand
 * no kernel shows. Where that can be, its time-outs have to run out first.
 */
#include "executor.h"

#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/*
 * A pause this short, ms, is work, whoever makes it: Go's runtime looks every 20 µs to 10 ms after threads that wait in system calls, and
 * what it hands to others until then waits for that. So no contract forbids it either.
 */
#define PAUSE_MS 20
/*
 * So many of these: Go's runtime notes at one which thread waits in a call, and at a later one, some 10 ms after that, what this has left
 * undone.
 */
#define PAUSES 3
/*
 * A time-out runs out late by a tick of the machine at most, 4 or 10 ms, and by a hundredth of it: select(2) and poll(2) may be less exact.
 */
#define LATE_MS 10
/*
 * Who goes to sleep so often while it is waited for is at rest, whoever is woken in between. Go's runtime pauses 60 times in 30 ms, and
 * takes what waits in a system call at the first or second.
 */
#define IDLE_SWITCHES 400

/* Of getdents64(2), which has no header. */
struct entry {
	uint64_t inode;
	int64_t next;
	uint16_t size;
	uint8_t type;
	char name[];
};

/*
 * Longest sleep, ms, that the contract of the init allows it while something is due of it: when its main child has ended it may wait for
 * others.
 */
uint32_t allowed_ms(const struct run *run)
{
	uint32_t ms = run->program->poll_ms;

	if (is_over(run) && run->program->grace_ms > ms)
		ms = run->program->grace_ms;
	return ms > PAUSE_MS ? ms : PAUSE_MS;
}

/* When a sleep of `ms` that began at the latest at `since` is over for sure: whoever sleeps then has begun another one. */
int has_run_out(uint64_t since, uint32_t ms)
{
	return now_ns() - since > (ms + ms / 100 + LATE_MS) * 1000000ULL;
}

static void add_sleep(const struct run *run, struct rest *rest, const struct sleep *sleep)
{
	rest->awaited |= sleep->awaited;
	if (sleep->ms == UNTOLD_MS)
		rest->untold = 1;
	else if (sleep->ms > LONGEST_MS)
		return;
	else if (sleep->ms > allowed_ms(run))
		rest->late = !rest->late || sleep->ms < rest->late ? sleep->ms : rest->late;
	else
		rest->within = sleep->ms > rest->within ? sleep->ms : rest->within;
	rest->timed = 1;
}

/* Whether the sleep is a pause, after which the thread goes on by itself. */
static int is_pause(const struct run *run, const struct sleep *sleep)
{
	return sleep->ms == UNTOLD_MS || sleep->ms <= allowed_ms(run);
}

static unsigned switches_of(pid_t thread)
{
	char text[STATUS_ROOM];

	return (unsigned)strtoul(status_field(thread, "voluntary_ctxt_switches:", text, sizeof text), NULL, 10);
}

/* Adds how a thread sleeps, by its open /proc/PID/task/TID/syscall. Returns 0 where it does not. */
static int add_thread(struct run *run, pid_t thread, int fd, struct rest *rest)
{
	char text[256];
	struct sleep sleep;

	if (read_proc(fd, text, sizeof text) <= 0)
		return 0;
	if (!isdigit((unsigned char)text[0]) || !sleep_of(run, thread, text, &sleep))
		return 0;
	add_sleep(run, rest, &sleep);
	if (rest->threads > 1) {
		unsigned switches = switches_of(thread);

		*(is_pause(run, &sleep) ? &rest->pauses : &rest->moves) += switches;
		rest->pausers += (unsigned)is_pause(run, &sleep);
	}
	return 1;
}

/* The state letter of a thread of the init, 'X' where it is gone, with the flags of the task (proc_pid_stat(5), fields 3 and 9). */
static char state_of_thread(const struct run *run, const char *name, unsigned *flags)
{
	char path[64], text[512], state = 'X', *end;
	int fd;

	snprintf(path, sizeof path, "%s/stat", name);
	fd = openat(run->init_tasks, path, O_RDONLY | O_CLOEXEC);
	if (read_proc(fd, text, sizeof text) > 0 && (end = strrchr(text, ')')))
		sscanf(end, ") %c %*d %*d %*d %*d %*d %u", &state, flags);
	if (fd >= 0)
		close(fd);
	return state;
}

/*
 * Adds a thread by its name in /proc/PID/task; returns 0 where it does not sleep. A first thread that has ended stays a zombie until the
 * others end. One that is just ending shows the call that its end has met it in. One that a lock or a disk holds up goes on by itself, but
 * not one that waits for a child of vfork's that is held. One that the tracer has stopped at a call, and does not hold, is about to go on.
 */
static int add_thread_of(struct run *run, const char *name, struct rest *rest)
{
	char path[64], state;
	unsigned flags = 0;
	int fd, sleeps;

	if (tracer_holds_thread(atoi(name)))
		return ++rest->alive;
	state = state_of_thread(run, name, &flags);
	if (state == 'Z')
		return 1;
	if (state == 'X' || (state == 'D' && !tracer_holds_child()) || flags & PF_EXITING || (run->traced && state == 't'))
		return 0;
	snprintf(path, sizeof path, "%s/syscall", name);
	fd = openat(run->init_tasks, path, O_RDONLY | O_CLOEXEC);
	sleeps = fd >= 0 && add_thread(run, atoi(name), fd, rest);
	if (fd >= 0)
		close(fd);
	rest->alive += sleeps;
	return sleeps;
}

/*
 * Calls `body` for each thread of the init, by its name in /proc/PID/task, until that returns 0. Returns whether it never did. A thread
 * that begins or ends meanwhile may be left out: whoever has to know looks whether it was switched out.
 */
static int for_threads(struct run *run, int (*body)(struct run *run, const char *name, void *argument), void *argument)
{
	char entries[2048] __attribute__((aligned(8)));
	long size;

	lseek(run->init_tasks, 0, SEEK_SET);
	while ((size = syscall(SYS_getdents64, run->init_tasks, entries, sizeof entries)) > 0)
		for (long at = 0; at < size;) {
			const struct entry *entry = (const struct entry *)(entries + at);

			at += entry->size;
			if (entry->name[0] != '.' && !body(run, entry->name, argument))
				return 0;
		}
	return size == 0;
}

static int add_named(struct run *run, const char *name, void *rest)
{
	return add_thread_of(run, name, rest);
}

/* How many threads the init has, 1 where nobody can tell; what was most is kept for its target. */
uint32_t count_init_threads(struct run *run)
{
	struct target *target = &run->sandbox->targets[run->program->binary];
	struct stat tasks;
	uint32_t threads = 1;

	if (run->init_tasks < 0)
		run->init_tasks = open_proc_as(run->init, "task", O_RDONLY | O_DIRECTORY);
	if (run->init_tasks >= 0 && fstat(run->init_tasks, &tasks) == 0 && tasks.st_nlink > 3)
		threads = (uint32_t)tasks.st_nlink - 2;
	if (threads > target->threads)
		target->threads = threads;
	return threads;
}

/*
 * Looks how all threads of the init sleep; `text` is what /proc/PID/syscall shows of the first. Returns INIT_BUSY where one does not,
 * INIT_FOREVER where each waits until something happens, INIT_ASLEEP where one has a time-out.
 */
enum init_state look_at_threads(struct run *run, const char *text)
{
	struct rest rest = { .threads = count_init_threads(run) };
	struct sleep sleep;

	if (run->sandbox->targets[run->program->binary].threads > 1) {
		if (!for_threads(run, add_named, &rest) || !rest.alive)
			return INIT_BUSY;
	} else if (!sleep_of(run, run->init, text, &sleep))
		return INIT_BUSY;
	else
		add_sleep(run, &rest, &sleep);
	run->rest = rest;
	return rest.timed ? INIT_ASLEEP : INIT_FOREVER;
}

/* Notes whether only those have moved that pause: no other thread of the init, and nobody who is recorded. */
static void note_moves(struct run *run, uint64_t since)
{
	unsigned moves = run->rest.moves + run->drained;
	int begins = run->pausing.moved_ns < since;

	if (begins)
		run->pausing.begun = run->rest.pauses + run->rest.moves;
	if (!begins && moves == run->pausing.moves)
		return;
	run->pausing.moved_ns = now_ns();
	run->pausing.moves = moves;
	run->pausing.pauses = run->rest.pauses;
}

/* Whether those that pause have done nothing but that, often enough. The tracer stops a thread at the exit and the entry of its call. */
static int only_pauses(const struct run *run, uint32_t longest)
{
	const struct rest *rest = &run->rest;
	unsigned each = (longest > PAUSE_MS ? 1 : PAUSES) * (run->traced ? 3 : 1);

	return rest->pauses - run->pausing.pauses >= each * rest->pausers && has_run_out(run->pausing.moved_ns, longest);
}

/*
 * Longest sleep, ms, that is waited for where the only thread has handlers. A second, as `plain` allows; supervisors of C sleep for longer,
 * and are woken by their handlers.
 */
#define NOTED_MS 1000

/* Whether a handler may have noted a signal: an interpreter then sleeps on for the rest of its sleep, and sees to it afterwards (PEP 475). */
static int may_have_noted(const struct run *run, uint32_t longest)
{
	return longest <= NOTED_MS && (status_mask(run->init, "SigCgt:") & ~(1ULL << (SIGCHLD - 1)));
}

/*
 * Whether the pauses of an init that sleeps by its state are no work any more, since it is waited for (`since`). The only thread of an
 * init hears of what happens by a signal, which ends its sleep unless its handler only notes it. Where there are more, one may have handed to
 * another what that looks for when its time-out has run out; and where the machine is busy it may have got to that only just now. Threads
 * that wake each other all the time are at rest for all that.
 */
int has_paused(struct run *run, uint64_t since)
{
	const struct rest *rest = &run->rest;
	uint32_t longest = rest->untold ? allowed_ms(run) : rest->within;

	if (!longest)
		return 1;
	if (rest->threads == 1)
		return (longest > PAUSE_MS && !may_have_noted(run, longest)) || has_run_out(since, longest);
	note_moves(run, since);
	return only_pauses(run, longest) || (int)(rest->pauses + rest->moves - run->pausing.begun) > IDLE_SWITCHES;
}

static int add_switches(struct run *run, const char *name, void *sum)
{
	*(unsigned *)sum += switches_of(atoi(name));
	(void)run;
	return 1;
}

static int is_stopped(struct run *run, const char *name, void *unused)
{
	unsigned flags;

	(void)unused;
	return strchr("TtZX", state_of_thread(run, name, &flags)) != NULL;
}

/* Whether all threads of an init whose first one has stopped have done so: each comes to it by itself. */
int have_all_stopped(struct run *run)
{
	return count_init_threads(run) == 1 || for_threads(run, is_stopped, NULL);
}

/* How often threads of the init have gone to sleep. */
unsigned init_switches(struct run *run)
{
	unsigned sum = 0;

	if (count_init_threads(run) == 1)
		return init_status(run, "voluntary_ctxt_switches:");
	for_threads(run, add_switches, &sum);
	return sum;
}
