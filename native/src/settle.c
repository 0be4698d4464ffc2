/*
 * Between two ops: everything that follows from those so far has happened (quiet.c), and what a sound init would not leave has had its
 * time.
 */
#include "executor.h"

#include <signal.h>

/*
 * Looks at an init that sleeps before what its sleep says is believed, the CPU being given away in between: the kernel shows the same of
 * one that is held up in a call, by a lock or a disk.
 */
#define LOOKS 4
/*
 * Time, ms, that a command is given to start while the init sleeps with time-outs that its contract allows: an unknown init may pause
 * before it tries again.
 */
#define PAUSES_MS 1500
/* For a command that never starts though the init has a helper process that sleeps. A target may ask for more time, for this and all of it. */
#define START_MS 2000

/*
 * Of an init that sleeps with a time-out while something is due: naps before the CPU is given away, since most sleep for a moment only; and
 * for how long that is at a time, ms. A hundredth of what inits usually sleep.
 */
#define NAPS 4
#define LEND_MS 10

/* Whether a zombie is the init's own, and it has not been given its time for that yet. */
static int has_zombie(struct run *run)
{
	for (int slot = 1; slot < run->program->processes; slot++) {
		struct watch *watch = &run->watches[slot];
		pid_t parent, group, session;

		if (watch->life != LIFE_ZOMBIE || watch->overdue || parent_lives(run, watch))
			continue;
		if (state_of(run, slot, &parent, &group, &session) != 'X' && parent == run->init)
			return 1;
	}
	return run->storm && !run->storm_overdue && storm_zombies(run) > 0;
}

/*
 * Signals that are pending for an init that pauses, and that it has not been given its time for: in the end it may take them. One that
 * waits for them takes them at once, and one that sleeps for ever takes none. Of a death the zombie tells.
 */
static uint64_t pending_signals(struct run *run)
{
	uint64_t untaken = run->sent & ~run->left_pending & ~run->rest.awaited & ~(UINT64_C(1) << (SIGCHLD - 1));

	if (run->init_state != INIT_ASLEEP || !run->rest.timed || !untaken)
		return 0;
	return untaken & (status_mask(run->init, "ShdPnd:") | status_mask(run->init, "SigPnd:"));
}

/* What a sound init would not leave: bits of DUE_*. */
static int due(struct run *run)
{
	if (run->init_gone || run->init_state == INIT_STOPPED || run->bound != BOUND_NONE)
		return 0;
	return (is_over(run) ? DUE_END : 0) | (has_zombie(run) ? DUE_ZOMBIE : 0) | (pending_signals(run) ? DUE_SIGNAL : 0);
}

/* Whether none of the sleeps of the init is one that its contract allows: it sleeps for ever, or for longer. */
static int sleeps_on(const struct run *run)
{
	return run->init_state == INIT_FOREVER || (run->init_state == INIT_ASLEEP && !run->rest.within && !run->rest.untold);
}

/*
 * Whether the init may still wait for others, since `since` at the latest: an alarm, or a helper that sleeps, may end a sleep that has no
 * time-out (alarm(2)). Both come in time, whatever the machine does: who sleeps on after that has neither.
 */
static int is_in_grace(const struct run *run, uint64_t since)
{
	return is_over(run) && run->program->grace_ms && !has_run_out(since, run->program->grace_ms);
}

/*
 * Looks again while something is due of an init that sleeps: until it is done, until the init is found in a sleep that is longer than its
 * contract allows (again and again, with the CPU given away in between), or until all sleeps that this allows have run out. What is due
 * then; in `late` the time-out of the longer sleep, ms, 0 for none.
 */
static int linger(struct run *run, int all, uint32_t *late)
{
	uint64_t since = now_ns();
	int left;

	for (unsigned tries = 20, looks = 0; (left = due(run)); tries++) {
		run->signalfd = 0;
		run->idle = 0;
		looks = sleeps_on(run) && !is_in_grace(run, since) ? looks + 1 : 0;
		*late = run->init_state == INIT_ASLEEP ? run->rest.late : 0;
		if (looks == LOOKS)
			break;
		*late = 0;
		if (!looks && has_run_out(since, allowed_ms(run)))
			break;
		if ((run->init_state == INIT_ASLEEP || is_in_grace(run, since)) && tries > 20 + NAPS)
			turn_lend(run, LEND_MS);
		else
			nap(run, tries);
		wait_until_quiet(run);
		observe(run, all);
	}
	return left;
}

/* What is still due has had its time: it is not waited for again, and without its main child there is nothing more to learn of the init. */
static void give_up(struct run *run)
{
	int zombies;

	run->overdue = is_over(run);
	run->left_pending |= pending_signals(run);
	for (int slot = 0; slot < run->program->processes; slot++)
		run->watches[slot].overdue |= run->watches[slot].life == LIFE_ZOMBIE;
	if (run->storm && !run->storm_overdue && (zombies = storm_zombies(run)) > 0) {
		run_event(run, EVENT_LEFT, 0, 0, zombies, 0, 0, 0);
		run->storm_overdue = 1;
	}
}

/* Waits until everything that follows from the ops so far has happened; records what has changed and the state of the init. */
void settle(struct run *run, int observe_all)
{
	int all = observe_all || run->careful, left;
	uint32_t late = 0;

	wait_until_quiet(run);
	if (__atomic_load_n(&run->sandbox->ctl->untraceable, __ATOMIC_SEQ_CST))
		run->bound = BOUND_UNAVAILABLE;
	observe(run, all);
	left = linger(run, all, &late);
	if (left)
		give_up(run);
	/* One that was there when last looked for, and was not due any more, has been waited for in between: by an init that woke just then. */
	observe_reaped(run);
	if (!run->init_gone)
		terminal_look(run);
	hold_record(run);
	if (run->late_start) {
		late = run->late_start;
		left |= DUE_END;
		run->late_start = 0;
	}
	run_event(run, EVENT_SETTLED, 0, late ? left : 0, (int)run->op, (int)run->init_state, (int)late, 0);
}

/* Whether the init, alone and without its command, sleeps for longer than its contract allows, and not for ever. */
static int pauses_too_long(const struct run *run)
{
	return run->init_state == INIT_ASLEEP && sleeps_on(run);
}

/*
 * Of an init that has not started its command and will not be waited for any more: where that has ended in its child, and it sleeps for
 * longer than its contract allows, it is late. Without a child it may be going to try again, and nobody can say when it is done with that.
 */
static void give_up_start(struct run *run)
{
	if (!pauses_too_long(run))
		return;
	if (storm_zombies(run) > 0)
		run->late_start = run->rest.late;
	else
		run->bound = BOUND_TIME;
}

/* Whether `main` cannot be expected any more: the init sleeps and there is nobody else, or too long a time has passed. */
static int start_is_hopeless(struct run *run, uint64_t since)
{
	uint64_t before = switches();
	int awake, others = strangers(run, &awake);

	run->init_state = look_at_init(run);
	if (run->init_state == INIT_BUSY || before != switches() || (run->program->start_ms && !has_run_out(since, run->program->start_ms)))
		return 0;
	/* Its child was stopped before its exec, by what came while the init was held: nobody makes it go on. */
	if (run->traced && others > 0 && awake == 0 && all_are_stopped(run))
		return 1;
	if (others == 0 && (run->init_state == INIT_FOREVER || pauses_too_long(run)))
		return 1;
	if (others == 0 && has_run_out(since, PAUSES_MS > 3 * allowed_ms(run) ? PAUSES_MS : 3 * allowed_ms(run)))
		return 1;
	return awake == 0 && now_ns() - since > (allowed_ms(run) > START_MS ? allowed_ms(run) : START_MS) * 1000000ULL;
}

/* Waits until `main` runs or the init has ended; gives up where again and again neither can be expected. */
void wait_for_start(struct run *run)
{
	struct ctl *ctl = run->sandbox->ctl;
	uint64_t since = now_ns(), looked = since;

	for (unsigned tries = 0, looks = 0; !__atomic_load_n(&ctl->slots[0].pid, __ATOMIC_ACQUIRE); tries++) {
		reap_init(run);
		if (run->init_gone || (run->traced && tracer_holds()))
			return;
		if (must_look(&looked)) {
			if (exhausted(run, since, 0))
				return;
			looks = start_is_hopeless(run, since) ? looks + 1 : 0;
			if (looks == LOOKS) {
				give_up_start(run);
				return;
			}
		}
		nap(run, tries);
	}
}
