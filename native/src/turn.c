/*
 * Turns: executors of this machine that are pinned to the same CPU run one tree at a time. Two real-time trees together would take all
 * of the CPU, and be throttled: an executor would run though its tree has not run dry. Each holds a lock of a file (flock(2)) that only
 * root can open, since a process that can open a file can lock it, and keep the lock. A second lock is the queue: an executor that waits
 * for the turn holds it, so that an executor that has just had its turn, and is on the CPU already, does not take the next one too.
 */
#include "executor.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FOLDER "/run/initproof"
/*
 * Longest wait for a turn, and for a place in the queue, s: a run ends at its own bounds in less than half of it. A process that holds a
 * lock for longer is no executor that works. Less than what Node waits for an answer (fuzz/execute/pool.ts).
 */
#define PATIENCE_S 50

static int the_cpu;

/* Whether the folder is root's alone: another user may have been there first. */
static int is_ours(int folder)
{
	struct stat file;

	return fstat(folder, &file) == 0 && file.st_uid == 0 && !(file.st_mode & 077);
}

/* Opens a file of the folder, above the descriptors of runs. -1 where that cannot be. */
static int open_lock(int folder, const char *name)
{
	return raised(openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
}

/*
 * Opens the files of the CPU. Without the right to a folder below /run there are no turns: executors without privilege have no real-time
 * class.
 */
void turn_open(struct sandbox *sandbox, int cpu)
{
	char turn[32], queue[32];
	int folder;

	sandbox->turn = sandbox->queue = -1;
	the_cpu = cpu;
	mkdir(FOLDER, 0700);
	folder = open(FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0)
		return;
	snprintf(turn, sizeof turn, "cpu%d", cpu);
	snprintf(queue, sizeof queue, "cpu%d-queue", cpu);
	if (is_ours(folder)) {
		sandbox->turn = open_lock(folder, turn);
		sandbox->queue = open_lock(folder, queue);
	}
	close(folder);
}

static int has_turns(const struct sandbox *sandbox)
{
	return sandbox->fifo && sandbox->turn >= 0 && sandbox->queue >= 0;
}

static void interrupt(int signal)
{
	(void)signal;
}

/* Takes the lock: waits no longer than an executor that works can hold it. */
static void wait_for(int lock)
{
	struct sigaction on_alarm = { .sa_handler = interrupt }, before;
	uint64_t until = now_ns() + PATIENCE_S * 1000000000ULL;

	/* No SA_RESTART: the wait is to end. */
	sigaction(SIGALRM, &on_alarm, &before);
	alarm(PATIENCE_S + 1);
	while (flock(lock, LOCK_EX) < 0) {
		if (now_ns() < until)
			continue;
		fprintf(stderr, "executor: another process has held the lock of CPU %d, " FOLDER "/cpu%d, for %d s: end it (fuser " FOLDER
				"/cpu%d* tells which)\n", the_cpu, the_cpu, PATIENCE_S, the_cpu);
		_exit(EXIT_MACHINE);
	}
	alarm(0);
	sigaction(SIGALRM, &before, NULL);
}

static void take(int lock)
{
	if (flock(lock, LOCK_EX | LOCK_NB) < 0)
		wait_for(lock);
}

/* Takes the turn if it is to be had at once. Returns whether it is. */
int turn_try(const struct sandbox *sandbox)
{
	int mine;

	if (!has_turns(sandbox))
		return 1;
	if (flock(sandbox->queue, LOCK_EX | LOCK_NB) < 0)
		return 0;
	mine = flock(sandbox->turn, LOCK_EX | LOCK_NB) == 0;
	flock(sandbox->queue, LOCK_UN);
	return mine;
}

/* Waits for the turn. */
void turn_wait(const struct sandbox *sandbox)
{
	if (!has_turns(sandbox))
		return;
	take(sandbox->queue);
	take(sandbox->turn);
	flock(sandbox->queue, LOCK_UN);
}

void turn_leave(const struct sandbox *sandbox)
{
	if (has_turns(sandbox))
		flock(sandbox->turn, LOCK_UN);
}

/*
 * Sleeps with the CPU given away, for an init that itself sleeps until a time-out of its own has passed: others have their turn meanwhile.
 * It wakes all the same, since trees come before all executors.
 */
void turn_lend(struct run *run, unsigned ms)
{
	struct timespec pause = { ms / 1000, ms % 1000 * 1000000L };
	uint64_t since = now_ns();

	watchdog_lend(run->init);
	turn_leave(run->sandbox);
	while (nanosleep(&pause, &pause) < 0 && errno == EINTR)
		;
	turn_wait(run->sandbox);
	watchdog_lend(0);
	run->lent_ns += now_ns() - since;
}
