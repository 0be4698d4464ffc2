/*
 * The check of a program that has come over the wire. Node has checked the scenario that it is made from; every number that indexes
 * memory here or in the actors is looked at all the same.
 */
#include "executor.h"

/* LIMITS.waitMs of the scenario language, and room for a change of it. */
#define WAIT_LIMIT_MS 60000
/* LIMITS.storm, likewise. */
#define STORM_LIMIT 100000
/* LIMITS.earlyUs, likewise. */
#define EARLY_LIMIT_US 100000

static int within(int number, int from, int to)
{
	return number >= from && number <= to;
}

static int process_is_sound(const struct process *process, int slot, int count)
{
	int inherited = process->flags & (PROCESS_INHERITED | PROCESS_ENTERS);

	if (slot ? inherited && process->parent != -1 : inherited)
		return 0;
	if (!within(process->parent, slot && !inherited ? 0 : -1, slot - 1) || !within(process->join, -1, count - 1))
		return 0;
	return !(process->flags & PROCESS_INTERMEDIATE) || slot + 1 < count;
}

static int op_is_sound(const struct program *program, const struct op *op)
{
	int count = program->processes;

	/* An errno is less than 134 (asm-generic/errno.h). */
	if (op->code == OP_AT)
		return !(program->flags & PROGRAM_SUBREAPER) && op->to <= 1 && within(op->from, 0, 1) && op->value > 0 && op->count >= 0 && (!op->signal || (op->signal < 134 && !op->to));
	if (op->code > OP_TRACEME || op->to > TO_GROUP || op->signal > 64 || !within(op->from, -1, count - 1))
		return 0;
	if (op->code == OP_WAIT)
		return within(op->value, 0, WAIT_LIMIT_MS);
	if (op->code == OP_STORM && !within(op->value, 1, STORM_LIMIT))
		return 0;
	if (op->code == OP_ORPHAN && !(program->flags & PROGRAM_SUBREAPER))
		return 0;
	if (op->code >= OP_TYPE && op->code <= OP_WRITE && !(program->flags & PROGRAM_TERMINAL))
		return 0;
	if (op->code == OP_TYPE && !within(op->value, 0, program->typed - 1))
		return 0;
	return within(op->slot, 0, count - 1) && within(op->count, 0, count - op->slot);
}

static int early_is_sound(const struct early *early)
{
	return early->us <= EARLY_LIMIT_US && within((int)early->signal, 1, 64);
}

/* Bytes of all but the texts. */
static size_t fixed_size(const struct program *program)
{
	return sizeof *program + program->processes * sizeof(struct process) + program->exits * sizeof(struct reaction_exit) +
	       program->ops * sizeof(struct op) + program->early * sizeof(struct early);
}

/* How many texts, each ended by NUL, there are at least `wanted` of; padding counts as empty ones. */
static int has_texts(const char *text, const char *end, unsigned wanted)
{
	for (; text < end && wanted > 0; text++)
		wanted -= *text == 0;
	return wanted == 0;
}

/*
 * Whether `program`, `size` bytes of it being there, holds together: parts within the size, slots, signals and waits within bounds, as
 * many texts as it says. `binaries`: how many inits there are.
 */
int program_is_sound(const struct program *program, size_t size, int binaries)
{
	const struct process *processes = (const struct process *)(program + 1);
	const struct reaction_exit *exits;
	const struct op *ops;
	int count;

	if (size < sizeof *program || program->size != size || fixed_size(program) > size)
		return 0;
	/* The tracer is the parent of who it traces. */
	if (program->flags & PROGRAM_RECORD && program->flags & PROGRAM_SUBREAPER)
		return 0;
	count = program->processes;
	if (!within(count, 1, MAX_SLOTS) || program->binary >= binaries || program->command > COMMAND_NO_PROCESS_LEFT || program->directory > DIRECTORY_UNREADABLE)
		return 0;
	exits = (const struct reaction_exit *)(processes + count);
	ops = (const struct op *)(exits + program->exits);
	for (int i = 0; i < count; i++)
		if (!process_is_sound(&processes[i], i, count))
			return 0;
	for (int i = 0; i < program->exits; i++)
		if (exits[i].slot >= count || !within(exits[i].signal, 1, 64))
			return 0;
	for (int i = 0; i < program->ops; i++)
		if (!op_is_sound(program, &ops[i]))
			return 0;
	for (int i = 0; i < program->early; i++)
		if (!early_is_sound((const struct early *)(ops + program->ops) + i))
			return 0;
	return has_texts((const char *)program + fixed_size(program), (const char *)program + size,
			 (unsigned)program->init_args + program->args + program->env + program->typed + !!(program->flags & PROGRAM_FILE) +
				 !!(program->flags & PROGRAM_READY_LINE));
}
