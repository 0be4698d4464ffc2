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
static void demote_all(void)
{
	DIR *walk = NULL;

	demoted = 1;
	for (pid_t pid; (pid = next_process(&walk));)
		if (pid > 1 && !zygote_is(pid))
			demote(pid);
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
		if (stuck >= PATIENCE)
			demote_all();
	}
	return NULL;
}

/* Starts the thread with the scheduling class of the caller. Ends the executor where there can be none. */
void watchdog_start(void)
{
	start_thread(watch, NULL);
}
