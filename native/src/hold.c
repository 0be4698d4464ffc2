/* Placements: steps that are taken while the init, or its child before the exec, is held at a system call. The tracer does the holding. */
#include "executor.h"

#include <fcntl.h>

/* Asks for whoever is to be held after op `next` - 1, which has not begun; for none where `next` is no placement. */
void hold_arm(const struct run *run, unsigned next)
{
	const struct op *op = &run->ops[next];
	struct placement placement = { 0 };

	if (next < run->program->ops && op->code == OP_AT)
		placement = (struct placement){ op->exit_code, op->value, op->to, op->from, op->signal };
	tracer_want(&placement);
}

/*
 * What the init waits for in rt_sigtimedwait(2), where its child is held and not it: that is not among what it has blocked meanwhile
 * (kernel/signal.c: do_sigtimedwait).
 */
static uint64_t awaited_signals(const struct run *run)
{
	char text[256], path[64];
	unsigned long set;
	uint64_t awaited = 0;
	int memory;

	if (read_proc(run->init_syscall, text, sizeof text) <= 0 || sscanf(text, "128 %lx", &set) != 1)
		return 0;
	snprintf(path, sizeof path, "/proc/%d/mem", run->init);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	if (memory < 0)
		return 0;
	if (pread(memory, &awaited, sizeof awaited, (off_t)set) != sizeof awaited)
		awaited = 0;
	close(memory);
	return awaited;
}

static int is_placed_after(const struct run *run, unsigned op)
{
	while (++op < run->program->ops)
		if (run->ops[op].code == OP_AT)
			return 1;
	return 0;
}

static void let_go(struct run *run)
{
	hold_arm(run, run->op + 1);
	tracer_release(!is_placed_after(run, run->op));
}

/* Waits until the init is held, everybody else being at rest, and says where; or notes that it never comes there. */
void hold_begin(struct run *run, const struct op *op)
{
	struct call at;
	uint64_t taken;

	if (!__atomic_load_n(&run->sandbox->ctl->slots[0].pid, __ATOMIC_ACQUIRE))
		wait_for_start(run);
	wait_until_quiet(run);
	hold_record(run);
	if (run->bound != BOUND_NONE)
		return;
	if (run->init_gone || !tracer_holds()) {
		run->bound = BOUND_UNREACHED;
		return;
	}
	at = tracer_held_at();
	/* What it gets though it is PID 1 (pid_namespaces(7)). */
	taken = status_mask(run->init, "SigBlk:") | status_mask(run->init, "SigCgt:") | awaited_signals(run);
	run_event(run, EVENT_HELD, 0, at.child | op->to << 1, at.index, at.number, (int)taken, (int)(taken >> 32));
	run->holding = op->count;
	if (!op->count)
		let_go(run);
}

/* Who makes the process of `slot`: not the intermediate of a daemon, but who makes that. */
static int maker_of(const struct run *run, int slot)
{
	int parent = run->processes[slot].parent;

	return parent >= 0 && run->processes[parent].flags & PROCESS_INTERMEDIATE ? run->processes[parent].parent : parent;
}

/* Whom the op is upon, or who does it, by slot; -1: nobody, as where something is sent to the init from outside, or typed. */
static int needed_by(const struct run *run, const struct op *op)
{
	switch (op->code) {
	case OP_SIGNAL:
		return op->from >= 0 ? op->from : op->to == TO_INIT ? -1 : op->to == TO_EVERYBODY ? 0 : op->slot;
	case OP_FORK:
		return maker_of(run, op->slot);
	case OP_TYPE:
	case OP_HANG_UP:
	case OP_RESIZE:
		return -1;
	default:
		return op->slot;
	}
}

/* Whether those are there whom the op needs: the start may be held before main runs. */
int hold_can_take(const struct run *run, const struct op *op)
{
	int slot = needed_by(run, op);

	return slot < 0 || run->watches[slot].life != LIFE_UNBORN;
}

/* After an op that was begun while somebody is held: waits for what follows from it. After the last one that lets the held one go on. */
void hold_step(struct run *run)
{
	wait_until_quiet(run);
	if (run->bound != BOUND_NONE || --run->holding > 0)
		return;
	let_go(run);
}

/* What it was called with: an event, and one for each 16 bytes of a path. */
static void tell_arguments(struct run *run, const struct call *call)
{
	size_t length = strlen(call->path);
	const int32_t *with = call->arguments;

	run_event(run, EVENT_ARGUMENTS, call->who, (int)length, with[0], with[1], with[2], with[3]);
	for (size_t at = 0; at < length; at += sizeof call->arguments) {
		int32_t part[4] = { 0 };

		memcpy(part, call->path + at, length - at < sizeof part ? length - at : sizeof part);
		run_event(run, EVENT_PATH, call->who, 0, part[0], part[1], part[2], part[3]);
	}
}

/* Takes over what has been recorded of the init's calls. */
void hold_record(struct run *run)
{
	struct call call;

	while (run->traced && tracer_next_call(&call)) {
		run_event(run, EVENT_CALL, call.who, call.child | call.exits << 1, call.index, call.number, call.result, 0);
		if (!call.exits)
			tell_arguments(run, &call);
	}
}
