/*
 * Inits from zygotes (zygote-boot.c makes them): for programs that allow it and whose launch asks for nothing that an exec has to set. One
 * zygote for each init, arguments and environment. Whatever does not fit is exec'ed plainly; both ways give the same trace, and what a
 * libc does before `main` is only exercised by the plain one.
 */
#include "zygote.h"
#include "priority.h"

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/futex.h>
#include <time.h>

/* A campaign has half a dozen targets; each is started in one way most of the time. */
#define ZYGOTES 8
/*
 * How often something is asked for before a zygote of it is made, by how many tries have failed. A third time: one costs as much as ten runs
 * save, and most odd arguments are seen once. Soon again after the first failure: it may have been the machine, which was too busy; then
 * seldom.
 */
static const uint8_t sightings_needed[] = { 3, 24, 255 };
#define FAILURES ((int)sizeof sightings_needed - 1)
/* Longest wait for a clone, ms: ten thousand times of what it takes. The executor ends then, and Node starts another one. */
#define ANSWER_MS 5000

static struct zygote {
	volatile pid_t pid; /* 0: none */
	const struct world *world; /* in which it is */
	char *key;
	size_t size;
	struct zygote_control *control;
	uint64_t used;
} zygotes[ZYGOTES];

/* By the hash of the key: how often it was asked for since the last try, and how many have failed, FAILURES at most. */
static uint8_t sightings[256], failed[256];

/* Whether `pid` is a zygote, which belongs to no run. May be asked by any thread. */
int zygote_is(pid_t pid)
{
	for (int i = 0; i < ZYGOTES; i++)
		if (zygotes[i].pid == pid)
			return 1;
	return 0;
}

static int is_eligible(const struct run *run)
{
	/* The world of a target with copies is made anew after each run, and no zygote outlives it. */
	return run->program->flags & PROGRAM_ZYGOTE && !run->inherits && launch_is_plain(run->program) && !run->sandbox->targets[run->program->binary].copies;
}

/* What tells zygotes apart: the head of the program as far as it says what is exec'ed, then all texts. The memory is the caller's. */
static char *make_key(const struct run *run, size_t *size)
{
	const struct program *program = run->program;
	const char *texts = (const char *)(run->ops + program->ops);
	size_t bytes = (size_t)((const char *)program + program->size - texts);
	uint16_t head[] = { program->binary, program->command, program->init_args, program->args, program->env };
	char *key = malloc(sizeof head + bytes);

	if (!key)
		die(EXIT_HARNESS, "out of memory");
	memcpy(key, head, sizeof head);
	memcpy(key + sizeof head, texts, bytes);
	*size = sizeof head + bytes;
	return key;
}

static struct zygote *find(const struct world *world, const char *key, size_t size)
{
	for (int i = 0; i < ZYGOTES; i++)
		if (zygotes[i].pid && zygotes[i].world == world && zygotes[i].size == size && memcmp(zygotes[i].key, key, size) == 0)
			return &zygotes[i];
	return NULL;
}

/* FNV-1a, folded to the size of the tables. */
static uint8_t hash(const char *key, size_t size)
{
	uint32_t value = 2166136261u;

	for (size_t i = 0; i < size; i++)
		value = (value ^ (uint8_t)key[i]) * 16777619u;
	return (uint8_t)(value ^ value >> 8 ^ value >> 16 ^ value >> 24);
}

static void discard(struct zygote *zygote)
{
	pid_t pid = zygote->pid;

	zygote->pid = 0;
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	munmap(zygote->control, 4096);
	free(zygote->key);
}

/* A free place, or that of the one which has not been used for the longest time. */
static struct zygote *make_room(void)
{
	struct zygote *oldest = &zygotes[0];

	for (int i = 0; i < ZYGOTES; i++) {
		if (!zygotes[i].pid)
			return &zygotes[i];
		if (zygotes[i].used < oldest->used)
			oldest = &zygotes[i];
	}
	discard(oldest);
	return oldest;
}

/* Ends those of a world, of all where that is NULL: what they have is not what an init is to find any more. */
void zygotes_discard(const struct world *world)
{
	for (int i = 0; i < ZYGOTES; i++)
		if (zygotes[i].pid && (!world || zygotes[i].world == world))
			discard(&zygotes[i]);
}

struct order {
	struct run *run;
	pid_t pid;
	struct zygote_control *control;
};

/* In the thread of the world that may trace. */
static void make(void *argument)
{
	struct order *order = argument;

	order->pid = zygote_boot(order->run, &order->control);
}

/* Makes a zygote for `run`; takes the key. Returns NULL where there can be none. One that lost the tree's scheduling class on its way is of no use. */
static struct zygote *create(struct run *run, char *key, size_t size)
{
	struct order order = { run, 0, NULL };
	struct zygote *zygote = make_room();

	helper_call(world_tracer(run->world), make, &order);
	if (order.pid <= 0) {
		free(key);
		return NULL;
	}
	*zygote = (struct zygote){ order.pid, run->world, key, size, order.control, 0 };
	if (!run->sandbox->fifo || sched_getscheduler(order.pid) == REAL_TIME)
		return zygote;
	discard(zygote);
	return NULL;
}

/* The zygote for `run`, made if it is worth while, or NULL. */
static struct zygote *zygote_for(struct run *run)
{
	size_t size;
	char *key = make_key(run, &size);
	struct zygote *zygote = find(run->world, key, size);
	uint8_t index = hash(key, size);

	if (!zygote && ++sightings[index] >= sightings_needed[failed[index]]) {
		sightings[index] = 0;
		zygote = create(run, key, size);
		if (!zygote && failed[index] < FAILURES)
			failed[index]++;
		else if (zygote)
			failed[index] = 0;
		return zygote;
	}
	free(key);
	return zygote;
}

/* Whether somebody has ended it: where memory runs out it goes with the first. */
static int has_ended(const struct zygote *zygote)
{
	siginfo_t ended = { 0 };

	return waitid(P_PID, (id_t)zygote->pid, &ended, WEXITED | WNOHANG | WNOWAIT) < 0 || ended.si_pid == zygote->pid;
}

/* Returns 0, or -1 where there will be no answer. */
static int wait_for_answer(struct zygote *zygote, uint32_t done)
{
	struct timespec pause = { 0, 100000000 };
	uint64_t until = now_ns() + ANSWER_MS * 1000000ULL;

	while (__atomic_load_n(&zygote->control->done, __ATOMIC_SEQ_CST) == done) {
		if (now_ns() > until)
			die(EXIT_HARNESS, "a zygote does not answer");
		if (has_ended(zygote))
			return -1;
		syscall(SYS_futex, &zygote->control->done, FUTEX_WAIT, done, &pause, NULL, 0);
	}
	return 0;
}

/*
 * Starts the init of `run` from a zygote: fills in its pid and pidfd. Returns 0, or -1 where it has to be exec'ed. Ends the executor when
 * a zygote does not answer.
 */
int zygote_spawn(struct run *run)
{
	struct zygote *zygote = is_eligible(run) ? zygote_for(run) : NULL;
	uint32_t done;

	if (!zygote)
		return -1;
	zygote->used = now_ns();
	done = zygote->control->done;
	__atomic_fetch_add(&zygote->control->asked, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &zygote->control->asked, FUTEX_WAKE, 1, NULL, NULL, 0);
	if (wait_for_answer(zygote, done) < 0) {
		discard(zygote);
		return -1;
	}
	if (zygote->control->pid <= 0)
		return -1;
	run->init = run->first = zygote->control->pid;
	run->first_pidfd = (int)syscall(SYS_pidfd_open, run->first, 0);
	if (run->first_pidfd < 0)
		die_errno(EXIT_HARNESS, "cannot open the init of a zygote");
	run->from_zygote = 1;
	return 0;
}
