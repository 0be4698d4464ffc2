/*
 * In the tree's scheduling class a process that never sleeps keeps the executor off its CPU for 950 ms of each second
 * (sched_rt_runtime_us). This thread of a higher priority sees that the executor makes no progress and puts the whole tree back to
 * SCHED_OTHER.
 */
#include "executor.h"

#include <sched.h>
#include <time.h>

#include "priority.h"

/* A look every 20 ms costs nothing that can be measured; two without progress are more than any step of a sound init takes. */
#define LOOK_MS 20
#define PATIENCE 2

/*
 * Looks for threads. A look-up in /proc from a higher priority may spin for a process of a lower one that is just dying
 * (fs/proc/base.c: pid_revalidate; README.md, livelock): this one is no higher than the tree.
 */
static struct helper hunter;
static volatile int watched, demoting, demoted;
static volatile unsigned progress;
static volatile pid_t lent;

/* The executor does not sleep for ever: called whenever it runs inside a run. */
void watchdog_progress(void)
{
	progress++;
}

/* Watches on, or again: what the tree of this run has lost stays lost. */
void watchdog_enter(void)
{
	progress++;
	__atomic_store_n(&watched, 1, __ATOMIC_SEQ_CST);
}

/*
 * Watches a run that begins. What was begun against the run before has its end first: else it would take the class from the new tree, of
 * which it would not be known.
 */
void watchdog_begin(void)
{
	while (__atomic_load_n(&demoting, __ATOMIC_SEQ_CST))
		sched_yield();
	helper_await(&hunter);
	demoted = 0;
	watchdog_enter();
}

/*
 * While the executor has given its turn away (turn.c) it makes no progress: it is `init` then that must not take processor time for long.
 * 0: it has its turn back.
 */
void watchdog_lend(pid_t init)
{
	progress++;
	lent = init;
}

/* Processor time of a process, ns; 0 once it has ended. Not by /proc: see above. */
static uint64_t cpu_ns(pid_t pid)
{
	struct timespec used = { 0, 0 };
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) == 0)
		clock_gettime(clock, &used);
	return (uint64_t)used.tv_sec * 1000000000u + (uint64_t)used.tv_nsec;
}

/* Whether this tree is at fault that its executor makes no progress: it is not while others have the turn, and the init sleeps. */
static int is_stuck(unsigned seen, uint64_t *used)
{
	uint64_t before = *used;

	*used = lent ? cpu_ns(lent) : 0;
	return watched && progress == seen && (!lent || (before && *used - before > LOOK_MS * 500000ULL));
}

/* Whether the tree of this run has lost the real-time class: it is not known then when it has run dry. */
int watchdog_demoted(void)
{
	return demoted;
}

void watchdog_leave(void)
{
	__atomic_store_n(&watched, 0, __ATOMIC_SEQ_CST);
}

static void demote(pid_t task)
{
	static const struct sched_param none = { .sched_priority = 0 };

	sched_setscheduler(task, SCHED_OTHER, &none);
}

/* The threads of a process that are not its first. */
static void demote_threads(pid_t pid)
{
	struct dirent *entry;
	int fd = open_proc(pid, "task");
	DIR *threads = fd < 0 ? NULL : fdopendir(fd);

	while (threads && (entry = readdir(threads)))
		if (atoi(entry->d_name) > 0)
			demote(atoi(entry->d_name));
	if (threads)
		closedir(threads);
}

/* Does it to everything in the sandbox but the executor itself and the zygotes, which sleep, and whose clones are of later runs. */
static void for_all(void (*body)(pid_t pid))
{
	DIR *walk = NULL;

	for (pid_t pid; (pid = next_process(&walk));)
		if (pid > 1 && !zygote_is(pid))
			body(pid);
}

static void demote_all_threads(void *unused)
{
	(void)unused;
	for_all(demote_threads);
}

/* Demotes all; to be called by threads of the ordinary class. */
static void demote_all(void)
{
	for_all(demote);
	demote_all_threads(NULL);
}

/*
 * Before the tree is killed: nobody is to die in the tree's own scheduling class, where one that spins in its exit would keep from the CPU
 * what it waits for (README.md, livelock). All that the run knows of, and where others may be, all that there is.
 */
void demote_tree(const struct run *run)
{
	if (!run->sandbox->fifo)
		return;
	if (run->careful || run->traced || run->bound != BOUND_NONE || run->sandbox->targets[run->program->binary].threads > 1) {
		demote_all();
		return;
	}
	demote(run->first);
	if (run->init != run->first)
		demote(run->init);
	for (int slot = 0; slot < run->program->processes; slot++) {
		const struct watch *watch = &run->watches[slot];

		if (watch->life == LIFE_LIVE && watch->outer != NOBODY)
			demote(watch->outer);
		if (watch->usher > 0)
			demote(watch->usher);
	}
}

/* Takes the real-time class from the tree of the run that is watched. `watchdog_begin` waits for the end of it. */
static void demote_watched(void)
{
	__atomic_store_n(&demoting, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&watched, __ATOMIC_SEQ_CST)) {
		demoted = 1;
		for_all(demote);
		if (helper_is_done(&hunter))
			helper_ask(&hunter, demote_all_threads, NULL);
	}
	__atomic_store_n(&demoting, 0, __ATOMIC_SEQ_CST);
}

static void *watch(void *unused)
{
	struct timespec pause = { 0, LOOK_MS * 1000000L };
	unsigned seen = 0, stuck = 0;
	uint64_t used = 0;

	(void)unused;
	for (;;) {
		nanosleep(&pause, NULL);
		stuck = is_stuck(seen, &used) ? stuck + 1 : 0;
		seen = progress;
		if (stuck >= PATIENCE)
			demote_watched();
	}
	return NULL;
}

/* Starts the thread with the scheduling class of the caller. Ends the executor where there can be none. */
void watchdog_start(void)
{
	helper_start_lower(&hunter, PRIORITY_TREE);
	start_thread(watch, NULL);
}
