/* One run of one program: start the init, take the ops one by one, end everything, hand over the result. */
#include "world.h"

#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void measure(struct run *run, uint32_t *rss_kb, uint32_t *descriptors)
{
	if (!(run->program->flags & PROGRAM_MEASURE) || run->init_gone)
		return;
	*rss_kb = init_resident_kb(run);
	*descriptors = count_descriptors(run);
}

/* What the init has made of itself when main has started. Where it started is looked up only if that is a place to leave. */
static void measure_start(struct run *run)
{
	char path[64];
	ssize_t size;

	if (!run->init_gone && !run->sandbox->targets[run->program->binary].threads)
		count_init_threads(run);
	measure(run, &run->result.first_rss_kb, &run->result.first_descriptors);
	if (!run->init_gone && run->program->open)
		run->result.kept = descriptors_among(run, run->program->open);
	if (run->init_gone || (!run->careful && run->program->directory == DIRECTORY_ROOT && !run->sandbox->targets[run->program->binary].directory))
		return;
	snprintf(path, sizeof path, "/proc/%d/cwd", run->init);
	size = readlink(path, run->directory, sizeof run->directory);
	run->result.directory_bytes = size > 0 ? (uint32_t)size : 0;
}

/*
 * Whether somebody was stopped when last looked at, or is suspended by vfork: anything may make such a process go on, such as a death that
 * orphans its group, and it may then stop itself or others.
 */
static int somebody_is_held(const struct run *run)
{
	const struct slot *slots = run->sandbox->ctl->slots;

	for (int slot = 0; run->stops && slot < run->program->processes; slot++)
		if (run->watches[slot].life == LIFE_LIVE &&
		    (run->watches[slot].stopped || __atomic_load_n(&slots[slot].suspended, __ATOMIC_SEQ_CST)))
			return 1;
	return 0;
}

/* The signal that `op` sends to the init from outside, 0 for none. */
static int signal_to_init(const struct op *op)
{
	return op->code == OP_SIGNAL && op->to == TO_INIT && op->from < 0 ? op->signal : 0;
}

/* Whether only main, or another actor of its descent, gets a child by `op`. A daemon is the init's when its parent has ended. */
static int forks_apart(const struct run *run, const struct op *op)
{
	int parent = op->code == OP_FORK ? run->processes[op->slot].parent : -1;

	return parent >= 0 && !(run->processes[parent].flags & PROCESS_INTERMEDIATE);
}

/* `alone`: the op is the first since the last settled one, and settled itself. What else happens then is known. */
static void expect(struct run *run, const struct op *op, int alone)
{
	alone &= !run->traced && !run->traps;
	run->awaited = alone ? signal_to_init(op) : 0;
	run->idle = alone && forks_apart(run, op);
}

/* Whether ops are taken whatever becomes of main. */
int goes_on(const struct run *run)
{
	return (run->program->flags & PROGRAM_GOES_ON) != 0;
}

/* Whether the program has no command for the init. */
int starts_nothing(const struct run *run)
{
	return (run->program->flags & PROGRAM_STARTS_NOTHING) != 0;
}

/* Waits until main runs, and looks at what it and the init have made of the start. `changes`: somebody may have been stopped in it. */
static void begin(struct run *run, int changes)
{
	int children;

	run->begun = 1;
	if (!starts_nothing(run))
		wait_for_start(run);
	wait_until_ready(run);
	run->idle = run->sandbox->ctl->slots[0].pid && !run->inherits && !run->traced && launch_is_plain(run->program);
	settle(run, changes || run->careful || run->program->pending || run->program->flags & PROGRAM_TERMINAL);
	if (run->init_is_main && !run->init_gone && (children = own_strangers(run)) > 0)
		run_event(run, EVENT_STRANGERS, 0, 0, children, 0, 0, 0);
	measure_start(run);
	run->overdue |= run->watches[0].life == LIFE_UNBORN && !goes_on(run);
}

static void run_ops(struct run *run)
{
	int changes = 0; /* ops since the last settled one that may have stopped somebody, or made somebody go on */
	int alone = 1;

	for (run->op = 0; run->op < run->program->ops && !run->init_gone && !run->overdue && run->bound == BOUND_NONE; run->op++) {
		const struct op *op = &run->ops[run->op];

		watchdog_progress();
		memory_look(run);
		hold_record(run);
		run_event(run, EVENT_OP, 0, 0, (int)run->op, 0, 0, 0);
		expect(run, op, alone && op->flags & OP_SETTLE);
		alone = op->flags & OP_SETTLE;
		changes |= op->flags & OP_OBSERVE || run->traps || somebody_is_held(run);
		if (run->traced && op->code != OP_AT && !run->holding)
			hold_arm(run, run->op + 1);
		if (run->holding && !hold_can_take(run, op)) {
			run->bound = BOUND_UNREACHED;
			continue;
		}
		op_begin(run, op);
		if (run->holding && op->code != OP_AT)
			hold_step(run);
		if (!(op->flags & OP_SETTLE) || run->bound != BOUND_NONE)
			continue;
		if (run->begun)
			settle(run, changes);
		else
			begin(run, changes);
		changes = 0;
	}
}

/* Last look, then the end of everything: the kernel kills and reaps a PID namespace before the wait for its PID 1 returns. */
static void end(struct run *run)
{
	int awake, count, status;
	struct rusage usage;

	if (!run->init_gone && run->bound == BOUND_NONE)
		measure(run, &run->result.last_rss_kb, &run->result.last_descriptors);
	if (run->careful && !run->init_gone && (count = strangers(run, &awake)) > 0)
		run_event(run, EVENT_STRANGERS, 0, 0, count, 0, 0, 0);
	if (run->init_gone) {
		dismiss_ushers(run);
		return;
	}
	demote_tree(run);
	kill(run->first, SIGKILL);
	/* Where so many never sleep, PID 1, whose end is theirs, would come to it only after seconds. */
	if (run->bound == BOUND_PROCESSES || run->bound == BOUND_MEMORY)
		kill_all();
	dismiss_ushers(run);
	if (wait4(run->first, &status, 0, &usage) != run->first)
		die_errno(EXIT_HARNESS, "PID 1 does not end by SIGKILL");
	init_usage(run, &usage);
}

/* All descriptors of the run: those of the executor are above. */
static void close_all(void)
{
	syscall(SYS_close_range, 3, FIRST_OWN_FD - 1, 0);
}

static void execute(struct run *run)
{
	run->init_statm = run->init_syscall = run->init_tasks = -1;
	run->init_stat = run->init_stops || run->traced || run->program->flags & PROGRAM_COMMAND ? open_proc(run->init, "stat") : -1;
	/* With a placement as its first op the start is part of what leads there. */
	if (run->program->ops == 0 || run->ops[0].code != OP_AT)
		begin(run, 0);
	run_ops(run);
	drain_events(run);
	hold_record(run);
	memory_conclude(run);
	end(run);
	watchdog_leave();
	if (run->traced)
		tracer_end();
}

/* After a run nothing of it is found by the next: what was left is made anew, and zygotes that still have it go. */
static void clean_up(struct run *run)
{
	places_inspect(run->world, run->cores || run->program->directory == DIRECTORY_DELETED);
	/* Who asks for a copy of something writes there. */
	run->world->spoilt |= run->sandbox->targets[run->program->binary].copies > 0;
	ipc_refresh();
	worlds_refresh();
	if (standard_refresh(run->sandbox))
		zygotes_discard(NULL);
}

/* Where the init could not be started: why. */
static void refuse(struct run *run, uint32_t id, int error)
{
	watchdog_leave();
	waitpid(run->first, NULL, 0);
	if (run->traced)
		tracer_end();
	close_all();
	if (error == UNTRACEABLE) {
		run->bound = BOUND_UNAVAILABLE;
		result_finish(run, id);
	} else
		result_refuse(run, id, RESULT_NOT_EXECUTABLE, strerror(error));
}

static void start_and_execute(struct run *run, uint32_t id)
{
	int error;

	gate_open(run->world);
	run->started_ns = run->memory_looked_ns = run->sandbox->ctl->started_ns = now_ns();
	if (run->program->flags & PROGRAM_TERMINAL)
		terminal_open(run);
	launch_make_room(run);
	watchdog_begin();
	error = spawn_init(run);
	if (error) {
		refuse(run, id, error);
		return;
	}
	execute(run);
	close_all();
	if (run->program->pids_limit && run->sandbox->targets[run->program->binary].threads > 1)
		run->bound = BOUND_THREADS;
	run->tampered |= gate_has_refused() ? TAMPERED_RECORD : 0;
	run->tampered |= run->sandbox->ctl->false_role ? TAMPERED_ROLE : 0;
	run->tampered |= run->bound == BOUND_EVENTS ? TAMPERED_FLOOD : 0;
	if (run->unborn && !run->tampered && run->bound != BOUND_THREADS)
		result_refuse(run, id, RESULT_HARNESS_ERROR, "a process that is made from outside of the tree did not come up");
	else
		result_finish(run, id);
}

/*
 * Whether the init of the program has threads of its own: for a limit of processes each of them is one (setrlimit(2), RLIMIT_NPROC), and
 * how many there are at a moment is its own business. What nobody has run yet is run without the limit, to see.
 */
static int has_threads(struct sandbox *sandbox, const struct program *program)
{
	struct target *target = &sandbox->targets[program->binary];
	struct program *unlimited = target->threads ? NULL : malloc(program->size);
	struct buffer unseen = { 0 };

	if (unlimited) {
		memcpy(unlimited, program, program->size);
		unlimited->pids_limit = 0;
		run_program(sandbox, unlimited, &unseen);
		free(unseen.data);
		free(unlimited);
	}
	return target->threads > 1;
}

/* Runs `program`, in the turn of this executor, and appends its result to `out`. */
void run_program(struct sandbox *sandbox, const struct program *program, struct buffer *out)
{
	static struct run run;
	int bounded = program->pids_limit && program->binary < sandbox->target_count && has_threads(sandbox, program);

	if (prepare(&run, sandbox, program, out) < 0)
		result_refuse(&run, program->id, RESULT_HARNESS_ERROR, "the program is malformed");
	else if (bounded || !launch_is_available(&run)) {
		run.bound = bounded ? BOUND_THREADS : BOUND_UNAVAILABLE;
		result_finish(&run, program->id);
	} else {
		run.world = world_of(program->binary, !(program->flags & PROGRAM_NO_PROC));
		start_and_execute(&run, program->id);
		clean_up(&run);
	}
	free(run.argv);
}
