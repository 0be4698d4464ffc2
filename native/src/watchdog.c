/*
 * Under SCHED_FIFO a process that never sleeps keeps the executor off its CPU for 950 ms of each second (sched_rt_runtime_us). This
 * thread of a higher priority sees that the executor makes no progress and puts the whole tree back to SCHED_OTHER.
 */
#include "executor.h"

#include <sched.h>
#include <time.h>

/* A look every 20 ms costs nothing that can be measured; two without progress are more than any step of a sound init takes. */
#define LOOK_MS 20
#define PATIENCE 2

static volatile int watched, demoted;
static volatile unsigned progress;

/* The executor does not sleep for ever: called whenever it runs inside a run. */
void watchdog_progress(void)
{
	progress++;
}

void watchdog_enter(void)
{
	progress++;
	demoted = 0;
	watched = 1;
}

/* Whether the tree of this run has lost SCHED_FIFO: that the executor runs does then not mean that the tree sleeps. */
int watchdog_demoted(void)
{
	return demoted;
}

void watchdog_leave(void)
{
	watched = 0;
}

/* All threads of a process: one that goes on without its leader too. */
static void demote(pid_t pid)
{
	static const struct sched_param none = { .sched_priority = 0 };
	char path[64];
	struct dirent *entry;
	DIR *threads;

	snprintf(path, sizeof path, "/proc/%d/task", pid);
	threads = opendir(path);
	while (threads && (entry = readdir(threads)))
		if (atoi(entry->d_name) > 0)
			sched_setscheduler(atoi(entry->d_name), SCHED_OTHER, &none);
	if (threads)
		closedir(threads);
}

/* Everything in the sandbox but the executor itself and the zygotes, which sleep, and whose clones are of later runs. */
void demote_all(void)
{
	DIR *walk = NULL;

	for (pid_t pid; (pid = next_process(&walk));)
		if (pid > 1 && !zygote_is(pid))
			demote(pid);
}

/*
 * Before the tree is killed: nobody is to die in the tree's own scheduling class, where one that spins in its exit would keep from the CPU
 * what it waits for (livelock.md). All that the run knows of, and where others may be, all that there is.
 */
void demote_tree(const struct run *run)
{
	static const struct sched_param none = { .sched_priority = 0 };

	if (!run->sandbox->fifo)
		return;
	if (run->careful || run->traced || run->bound != BOUND_NONE) {
		demote_all();
		return;
	}
	sched_setscheduler(run->first, SCHED_OTHER, &none);
	if (run->init != run->first)
		sched_setscheduler(run->init, SCHED_OTHER, &none);
	for (int slot = 0; slot < run->program->processes; slot++) {
		const struct watch *watch = &run->watches[slot];

		if (watch->life == LIFE_LIVE && watch->outer != NOBODY)
			sched_setscheduler(watch->outer, SCHED_OTHER, &none);
		if (watch->usher > 0)
			sched_setscheduler(watch->usher, SCHED_OTHER, &none);
	}
}

static void *watch(void *unused)
{
	struct timespec pause = { 0, LOOK_MS * 1000000L };
	unsigned seen = 0, stuck = 0;

	(void)unused;
	for (;;) {
		nanosleep(&pause, NULL);
		stuck = watched && progress == seen ? stuck + 1 : 0;
		seen = progress;
		if (stuck >= PATIENCE) {
			demoted = 1;
			demote_all();
		}
	}
	return NULL;
}

/* Starts the thread with the scheduling class of the caller. Ends the executor where there can be none. */
void watchdog_start(void)
{
	start_thread(watch, NULL);
}
