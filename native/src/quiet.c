/*
 * Quiescence, learnt from the kernel. Everything in a run is pinned to the executor's CPU, so that while the executor runs nothing else
 * does: one pass over all states in which the executor was not switched out is a snapshot. If in that snapshot everybody sleeps, is stopped
 * or is a zombie, nothing more will happen but by a timer. A tree in the real-time class is waited for until it has run dry (dry.c), and a
 * look at the init confirms it, where something concerned that.
 */
#include "executor.h"

#include <linux/futex.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

/*
 * Longest wait for quiescence, ms, beside what the init may sleep. A machine with ten times more to do than CPUs still gives the tree a
 * second of processor time in it, a thousand times of what a step takes.
 */
#define QUIET_MS 10000
/* Between two looks whether a wait must end, ms: each takes one, and nearly all waits are shorter. */
#define LOOK_MS 10
/* Processor time after which an init that never sleeps is busy, ms: to reap 200 orphans takes one of them 10. */
#define BUSY_MS 400
/* And for each orphan of a storm, µs: wait4(2) looks through all children, which takes up to 70 (reference figures: 4 to 64). */
#define STORM_US 300
#define OUTPUT_LIMIT (1 << 20)

/* How often the caller has been switched out. */
uint64_t switches(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return (uint64_t)usage.ru_nvcsw + (uint64_t)usage.ru_nivcsw;
}

/* Lets the tree run: yields first, then sleeps in the shared futex for at most 2 ms, since a death alone does not wake it. */
void nap(struct run *run, unsigned tries)
{
	struct ctl *ctl = run->sandbox->ctl;
	struct timespec pause = { 0, 50000 };
	uint32_t seen;

	watchdog_progress();
	if (tries < 16) {
		sched_yield();
		return;
	}
	pause.tv_nsec <<= tries - 16 > 5 ? 5 : tries - 16;
	seen = __atomic_load_n(&ctl->notify, __ATOMIC_SEQ_CST);
	__atomic_store_n(&ctl->waiting, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &ctl->notify, FUTEX_WAIT, seen, &pause, NULL, 0);
	__atomic_store_n(&ctl->waiting, 0, __ATOMIC_SEQ_CST);
}

/* Whether a process waits in the kernel for what it has made by vfork: by its state letter it is held up by a device. */
static int is_suspended(const struct slot *shared, char state)
{
	return state == 'D' && __atomic_load_n(&shared->suspended, __ATOMIC_SEQ_CST);
}

/* Whether a process that has a command or an exit to come will still get to it: a stopped, suspended or dead one does not. */
static int will_act(struct run *run, int slot)
{
	struct slot *shared = &run->sandbox->ctl->slots[slot];
	struct watch *watch = &run->watches[slot];
	struct pollfd dead = { watch->pidfd, POLLIN, 0 };
	char state;

	if (watch->life != LIFE_LIVE || (!shared->armed && shared->posted == shared->taken) || poll(&dead, 1, 0) > 0)
		return 0;
	state = state_of(run, slot, NULL, NULL, NULL);
	return strchr("TtZX", state) == NULL && !is_suspended(shared, state);
}

/*
 * Whether a process is queued in the futex in which actors rest: to requeue one waiter to the same futex counts it and changes nothing
 * (kernel/futex/requeue.c). One that handles a signal, is stopped or dies has left the queue. A tenth of what /proc/PID/stat costs.
 */
static int is_queued(struct run *run, int slot)
{
	uint32_t *wake = &run->sandbox->ctl->slots[slot].wake;

	return syscall(SYS_futex, wake, FUTEX_REQUEUE, 0, 1, wake, 0) == 1;
}

/*
 * Whether a process is at rest. The state letter alone does not tell: wait4(2) marks its caller as sleeping while it looks for children,
 * and one that was switched out just then goes on by itself. In the queue it may have been woken already: where nobody is ready to run
 * whenever the executor does, it has not.
 */
int asleep(struct run *run, int slot)
{
	const struct slot *shared = &run->sandbox->ctl->slots[slot];
	struct watch *watch = &run->watches[slot];
	char state;

	if (watch->life != LIFE_LIVE || (!run->careful && is_queued(run, slot)))
		return 1;
	state = state_of(run, slot, NULL, NULL, NULL);
	if (state == 'S')
		return (int)__atomic_load_n(&shared->resting, __ATOMIC_SEQ_CST);
	return strchr("TtZXI", state) != NULL || is_suspended(shared, state);
}

/* Whether one that has entered is dead, and who waits for it outside has not come to that yet. */
static int awaits_its_usher(const struct watch *watch)
{
	struct pollfd dead = { watch->pidfd, POLLIN, 0 };

	return watch->usher > 0 && watch->life != LIFE_UNBORN && watch->life != LIFE_GONE && poll(&dead, 1, 0) > 0 && kill(watch->outer, 0) == 0;
}

/*
 * Whether the init need not be looked at. Where the tree has run dry it sleeps as it did before,
 * since nothing concerned it or what did has come to main. Whether it has ended, its pidfd tells.
 */
static int is_idle(const struct run *run)
{
	return run->idle && !run->careful && !run->init_stops;
}

/* Whether nothing more will happen but by a timer, since it is waited for (`since`). */
static int quiet(struct run *run, uint64_t since)
{
	uint64_t before;
	int awake;

	if (!run->careful)
		wait_until_dry();
	run->careful |= watchdog_demoted();
	before = run->careful ? switches() : 0;
	drain_events(run);
	if (!is_idle(run))
		run->init_state = look_at_init(run);
	if (run->init_state == INIT_GONE)
		return 1;
	if (run->init_state == INIT_BUSY || (run->init_state == INIT_ASLEEP && !is_idle(run) && !has_paused(run, since)))
		return 0;
	/* Somebody is held up in the middle of something, or was killed there: only a look at all of them tells. */
	if (!run->careful && (at_hole(run) || __atomic_load_n(&run->sandbox->ctl->births, __ATOMIC_SEQ_CST))) {
		run->careful = 1;
		return 0;
	}
	/*
	 * In a dry tree too one may be held up: a process that dies waits in the kernel for locks that others hold. Of main it is looked
	 * at, since verdicts hang on it; all are where care is taken.
	 */
	for (int slot = 0; slot < run->program->processes; slot++)
		if (will_act(run, slot) || awaits_its_usher(&run->watches[slot]) || ((run->careful || slot == 0) && !asleep(run, slot)))
			return 0;
	if (!run->careful)
		return 1;
	/* A child that was cloned and has not run yet, or a helper of the init's: in nobody's slot. */
	if (gate_is_busy())
		return 0;
	strangers(run, &awake);
	return awake == 0 && before == switches() && !pass_hole(run);
}

static int flooded(struct run *run)
{
	struct stat out, err;

	if (terminal_output(run) > OUTPUT_LIMIT)
		return 1;
	return fstat(1, &out) == 0 && fstat(2, &err) == 0 && (out.st_size > OUTPUT_LIMIT || err.st_size > OUTPUT_LIMIT);
}

/* Time, ms, that the init has beside all others, of a clock and of a processor: to start its command, where it promises no sooner. */
static uint64_t starting_ms(const struct run *run)
{
	return __atomic_load_n(&run->sandbox->ctl->slots[0].pid, __ATOMIC_ACQUIRE) ? 0 : run->program->start_ms;
}

/* Whether the wait must end though nothing is quiet; sets the bound by its cause. */
int exhausted(struct run *run, uint64_t since, uint64_t cpu)
{
	uint64_t used, starting = starting_ms(run);
	int awake;

	if (run->bound != BOUND_NONE)
		return 1;
	/* Of one that has ended it is 0. */
	used = init_cpu_ns(run);
	memory_look(run);
	if (run->bound != BOUND_NONE)
		return 1;
	if (flooded(run))
		run->bound = BOUND_OUTPUT;
	else if (strangers(run, &awake) > MAX_SLOTS)
		run->bound = BOUND_PROCESSES;
	else if (used > cpu && used - cpu > (BUSY_MS + starting) * 1000000ULL + run->storm * STORM_US * 1000ULL)
		run->bound = BOUND_BUSY;
	else if (now_ns() - since > (QUIET_MS + starting + allowed_ms(run)) * 1000000ULL)
		run->bound = BOUND_TIME;
	return run->bound != BOUND_NONE;
}

/*
 * Whether it is time to look whether a wait must end: short waits have no such look, and a tree that lets nobody else run gets one at once.
 */
int must_look(uint64_t *looked)
{
	uint64_t now = now_ns();

	if (now - *looked < LOOK_MS * 1000000ULL)
		return 0;
	*looked = now;
	return 1;
}

/* Waits until nothing more will happen but by a timer; sets a bound and calls the init busy where that does not come. */
void wait_until_quiet(struct run *run)
{
	uint64_t since = now_ns(), looked = since, cpu = 0;

	if (run->bound != BOUND_NONE && !run->init_gone)
		run->init_state = INIT_BUSY;
	for (unsigned tries = 0; run->bound == BOUND_NONE && !quiet(run, since); tries++) {
		if (must_look(&looked)) {
			if (!cpu)
				cpu = init_cpu_ns(run);
			if (exhausted(run, since, cpu)) {
				run->init_state = INIT_BUSY;
				return;
			}
		}
		nap(run, tries);
	}
}
