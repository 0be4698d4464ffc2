/*
 * Between two ops: everything that follows from those so far has happened (quiet.c), and what a sound init would not leave has had its
 * time.
 */
#include "executor.h"

/* What may be late of an init that sleeps with a time-out of its own, ms: an unknown init may poll once a second. */
#define POLL_MS 1000
#define POLL_SLACK_MS 500
/* For a command that never starts though the init has a helper process that sleeps. */
#define START_MS 2000

static int has_other_children(const struct run *run)
{
	for (int slot = 1; slot < run->program->processes; slot++) {
		const struct watch *watch = &run->watches[slot];

		if ((watch->life == LIFE_LIVE || watch->life == LIFE_ZOMBIE) && watch->parent == run->init)
			return 1;
	}
	return 0;
}

/* Whether the init has nothing to stay for: its main child is dead and, where it stays for others, none is left. */
static int is_over(const struct run *run)
{
	enum life main = run->watches[0].life;

	return main == LIFE_ZOMBIE || (main == LIFE_GONE && !(run->program->flags & PROGRAM_STAYS && has_other_children(run)));
}

/* Something that a sound init would not leave: the main child dead and it still there, or a zombie of its own. */
static int due(struct run *run)
{
	if (run->init_gone || run->init_state == INIT_STOPPED || run->bound != BOUND_NONE)
		return 0;
	if (is_over(run))
		return 1;
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
 * Looks again while something is due of an init that sleeps: until it is done, until the init is found in a sleep that only an event
 * ends (twice, with the CPU given away in between), or until its own time-outs have passed and it has woken at least once.
 */
static void linger(struct run *run, int all)
{
	uint64_t since = now_ns();
	unsigned limit = (run->program->poll_ms > POLL_MS ? run->program->poll_ms : POLL_MS) + POLL_SLACK_MS;
	unsigned woken = init_status(run, "voluntary_ctxt_switches:"), forever = 0;

	for (unsigned tries = 20; due(run); tries++) {
		run->signalfd = 0;
		run->idle = 0;
		forever = run->init_state == INIT_FOREVER ? forever + 1 : 0;
		if (forever > 3)
			return;
		if (now_ns() - since > limit * 1000000ULL) {
			if (init_status(run, "voluntary_ctxt_switches:") != woken || now_ns() - since > 10ULL * limit * 1000000ULL)
				return;
		}
		nap(run, tries);
		wait_until_quiet(run);
		observe(run, all);
	}
}

/* What is still due has had its time: it is not waited for again, and without its main child there is nothing more to learn of the init. */
static void give_up(struct run *run)
{
	int zombies;

	run->overdue = is_over(run);
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
	int all = observe_all || run->careful;

	wait_until_quiet(run);
	if (__atomic_load_n(&run->sandbox->ctl->untraceable, __ATOMIC_SEQ_CST))
		run->bound = BOUND_UNAVAILABLE;
	observe(run, all);
	if (due(run)) {
		linger(run, all);
		if (due(run))
			give_up(run);
	}
	/* One that was there when last looked for, and was not due any more, has been waited for in between: by an init that woke just then. */
	observe_reaped(run);
	if (!run->init_gone)
		terminal_look(run);
	hold_record(run);
	run_event(run, EVENT_SETTLED, 0, 0, (int)run->op, (int)run->init_state, 0, 0);
}

/* Whether `main` cannot be expected any more: the init sleeps and there is nobody else, or too long a time has passed. */
static int start_is_hopeless(struct run *run, uint64_t since)
{
	uint64_t before = switches();
	int awake, others = strangers(run, &awake);
	enum init_state state = look_at_init(run);

	if (state == INIT_BUSY || before != switches())
		return 0;
	/* Its child was stopped before its exec, by what came while the init was held: nobody makes it go on. */
	if (run->traced && others > 0 && awake == 0 && all_are_stopped(run))
		return 1;
	if (others == 0 && (state == INIT_FOREVER || now_ns() - since > (POLL_MS + POLL_SLACK_MS) * 1000000ULL))
		return 1;
	return now_ns() - since > START_MS * 1000000ULL && awake == 0;
}

/* Waits until `main` runs or the init has ended; gives up where neither will come. */
void wait_for_start(struct run *run)
{
	struct ctl *ctl = run->sandbox->ctl;
	uint64_t since = now_ns(), looked = since;

	for (unsigned tries = 0; !__atomic_load_n(&ctl->slots[0].pid, __ATOMIC_ACQUIRE); tries++) {
		reap_init(run);
		if (run->init_gone || (run->traced && tracer_holds()))
			return;
		if (must_look(&looked) && (exhausted(run, since, 0) || start_is_hopeless(run, since)))
			return;
		nap(run, tries);
	}
}
