/*
 * Turns: executors of this machine that are pinned to the same CPU run one tree at a time. Two trees of SCHED_FIFO together would take all
 * of the CPU, and be throttled: an executor would run though its tree has not run dry. Each holds a lock of a file (flock(2)) that only
 * root can open, since whoever can open a file can lock it, and keep the lock.
 */
#include "executor.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "/run/initproof"
/* Longest wait for a turn, s: a run ends at its own bounds in a third of that. Whoever holds it for longer is no executor that works. */
#define PATIENCE_S 30

static int the_cpu;

/* Whether the folder is root's alone: it may be somebody else's who was there first. */
static int is_ours(int folder)
{
	struct stat file;

	return fstat(folder, &file) == 0 && file.st_uid == 0 && !(file.st_mode & 077);
}

/* Opens the file of the CPU. Without the right to a folder below /run there are no turns: executors without privilege have no SCHED_FIFO. */
void turn_open(struct sandbox *sandbox, int cpu)
{
	char name[32];
	int folder, low;

	sandbox->turn = -1;
	the_cpu = cpu;
	mkdir(FOLDER, 0700);
	folder = open(FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0)
		return;
	snprintf(name, sizeof name, "cpu%d", cpu);
	low = is_ours(folder) ? openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
	close(folder);
	if (low < 0)
		return;
	sandbox->turn = fcntl(low, F_DUPFD_CLOEXEC, FIRST_OWN_FD);
	close(low);
}

static void interrupt(int signal)
{
	(void)signal;
}

/* Waits for the turn: no longer than somebody who works can hold it. */
static void wait_for_turn(const struct sandbox *sandbox)
{
	struct sigaction on_alarm = { .sa_handler = interrupt }, before;
	uint64_t until = now_ns() + PATIENCE_S * 1000000000ULL;

	/* No SA_RESTART: the wait is to end. */
	sigaction(SIGALRM, &on_alarm, &before);
	alarm(PATIENCE_S + 1);
	while (flock(sandbox->turn, LOCK_EX) < 0) {
		if (now_ns() < until)
			continue;
		fprintf(stderr, "executor: another process has held the lock of CPU %d, " FOLDER "/cpu%d, for %d s: end it (fuser " FOLDER
				"/cpu%d tells which)\n", the_cpu, the_cpu, PATIENCE_S, the_cpu);
		_exit(EXIT_MACHINE);
	}
	alarm(0);
	sigaction(SIGALRM, &before, NULL);
}

void turn_take(const struct sandbox *sandbox)
{
	if (sandbox->fifo && sandbox->turn >= 0 && flock(sandbox->turn, LOCK_EX | LOCK_NB) < 0)
		wait_for_turn(sandbox);
}

void turn_leave(const struct sandbox *sandbox)
{
	if (sandbox->fifo && sandbox->turn >= 0)
		flock(sandbox->turn, LOCK_UN);
}
