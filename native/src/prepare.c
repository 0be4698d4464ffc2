/* What comes before a run: the program is taken apart, and the memory that is shared with the actors is set up for it. */
#include "executor.h"
#include "root.h"

#include <fcntl.h>
#include <signal.h>

static void reset_shared(struct run *run)
{
	struct ctl *ctl = run->sandbox->ctl;
	unsigned used = ctl->events_used < MAX_EVENTS ? ctl->events_used : MAX_EVENTS;

	for (unsigned i = 0; i < used; i++)
		ctl->events[i].kind = EVENT_NONE;
	ctl->events_used = 0;
	ctl->starts = 0;
	ctl->waiting = 0;
	ctl->births = 0;
	ctl->false_role = 0;
	ctl->untraceable = 0;
	ctl->becoming = 0;
	ctl->ward = (struct ward){ 0 };
	ctl->init = !is_subreaper(run) ? FIRST_PID : run->parented ? WARDED_BELOW_PID : WARDED_PID;
	ctl->processes = run->program->processes;
	ctl->outer_wanted = !can_translate();
	ctl->on_terminal = (run->program->flags & PROGRAM_TERMINAL) != 0;
	for (int slot = 0; slot < run->program->processes; slot++) {
		struct slot *shared = &ctl->slots[slot];

		shared->wake = shared->posted = shared->taken = shared->armed = 0;
		shared->pid = shared->outer = shared->thread = 0;
		shared->child_died = shared->resting = shared->suspended = 0;
		shared->expected = (run->processes[slot].flags & PROCESS_INHERITED) != 0;
		shared->becomes = 0;
		shared->spec = run->processes[slot];
	}
	for (int i = 0; i < run->program->exits; i++) {
		const struct reaction_exit *exit = &run->exits[i];

		ctl->slots[exit->slot].codes[exit->signal] = exit->code;
		ctl->slots[exit->slot].delays[exit->signal] = exit->delay_ms;
	}
}

/* Splits the program into its parts. */
static int parse(struct run *run, const struct program *program)
{
	const char *end = (const char *)program + program->size, *text;
	int texts = 0, init_args = program->init_args, args = program->args, env = program->env, typed = program->typed;

	if (!program_is_sound(program, program->size, run->sandbox->target_count))
		return -1;
	run->program = program;
	run->processes = (const struct process *)(program + 1);
	run->exits = (const struct reaction_exit *)(run->processes + program->processes);
	run->ops = (const struct op *)(run->exits + program->exits);
	run->early = (const struct early *)(run->ops + program->ops);
	text = (const char *)(run->early + program->early);
	run->argv = calloc((size_t)(init_args + args + env + typed + 6), sizeof *run->argv);
	run->envp = run->argv + init_args + args + 3;
	run->typed = run->envp + env + 1;
	run->argv[0] = run->sandbox->targets[program->binary].path;
	for (; text < end && texts < init_args + args + env + typed; texts++, text += strlen(text) + 1) {
		if (texts < init_args)
			run->argv[1 + texts] = (char *)text;
		else if (texts < init_args + args)
			run->argv[2 + texts] = (char *)text;
		else if (texts < init_args + args + env)
			run->envp[texts - init_args - args] = (char *)text;
		else
			run->typed[texts - init_args - args - env] = (char *)text;
	}
	run->script = program->flags & PROGRAM_FILE ? text : NULL;
	if (run->script)
		text += strlen(text) + 1;
	run->ready_line = program->flags & PROGRAM_READY_LINE ? text : NULL;
	return texts == init_args + args + env + typed ? 0 : -1;
}

/* Behind the arguments of the init, unless it gets the command otherwise. */
static void name_command(struct run *run)
{
	static char *const commands[] = {
		[COMMAND_ACTOR] = "/initproof/actor", [COMMAND_MISSING] = "/initproof/missing",
		[COMMAND_NOT_EXECUTABLE] = "/initproof/not-executable", [COMMAND_DIRECTORY] = "/initproof/directory",
		[COMMAND_SCRIPT] = "/initproof/script", [COMMAND_NO_PROCESS_LEFT] = "/initproof/actor",
	};

	if (run->program->flags & PROGRAM_NOT_APPENDED)
		return;
	run->argv[1 + run->program->init_args] = commands[run->program->command <= COMMAND_NO_PROCESS_LEFT ? run->program->command : 0];
}

/* For inits that take the command from a file. Nobody has it open for writing when it is exec'ed (execve(2), ETXTBSY). */
static void write_command(const char *script)
{
	int fd = open(WRITTEN "/command", O_WRONLY | O_TRUNC | O_CLOEXEC);
	size_t size = strlen(script);

	if (fd < 0 || write(fd, script, size) != (ssize_t)size)
		die_errno(EXIT_HARNESS, "cannot write the file of the command");
	close(fd);
}

#define BIT(signal) (UINT64_C(1) << ((signal) - 1))
#define STOPS (BIT(SIGTSTP) | BIT(SIGTTIN) | BIT(SIGTTOU))

/*
 * What the program can stop: then state letters and not only deaths are looked at. An init as PID 1 is stopped by SIGSTOP from outside
 * and by nothing else (pid_namespaces(7)); another one by whatever stops a process, and it may dump a core.
 */
static void find_stops(struct run *run)
{
	/* What is pending the init may forward before any op. A terminal stops who reads in the background. */
	run->stops = (run->program->pending & STOPS) != 0 || run->program->flags & PROGRAM_TERMINAL;
	run->init_stops = run->cores = is_subreaper(run);
	run->traced = (run->program->flags & PROGRAM_RECORD) != 0;
	for (int i = 0; i < run->program->ops; i++) {
		const struct op *op = &run->ops[i];
		int outside = op->code == OP_SIGNAL && op->from < 0 && op->to != TO_PROCESS;

		run->stops |= op->code == OP_SIGNAL && op->flags & OP_OBSERVE;
		run->init_stops |= op->code == OP_FREEZE || (outside && op->signal == SIGSTOP);
		run->cores |= op->flags & OP_CORE;
		run->traced |= op->code == OP_AT;
		run->traps |= op->code == OP_TRACEME;
		run->parented |= op->code == OP_ORPHAN;
		run->storm += op->code == OP_STORM ? (uint32_t)op->value : 0;
	}
	run->stops |= run->traps;
}

/*
 * Begins the run of `program`, whose result goes to `out`. Returns 0, or -1 where the program is malformed; `run->argv` is the caller's to
 * free in both cases.
 */
int prepare(struct run *run, struct sandbox *sandbox, const struct program *program, struct buffer *out)
{
	memset(run, 0, offsetof(struct run, watches));
	memset(run->watches, 0, sizeof *run->watches * (program->processes <= MAX_SLOTS ? program->processes : 0));
	run->sandbox = sandbox;
	run->out = out;
	run->head = out->used;
	run->op = (unsigned)-1;
	run->namespace = -1;
	run->shared_before = 0;
	run->terminal.master = run->terminal.slave = -1;
	buffer_add(out, NULL, sizeof run->result);
	if (parse(run, program) < 0)
		return -1;
	name_command(run);
	if (run->script)
		write_command(run->script);
	run->careful = program->flags & PROGRAM_CAREFUL || !sandbox->fifo;
	find_stops(run);
	run->sent = program->pending;
	for (int i = 0; i < program->early; i++)
		run->sent |= BIT(run->early[i].signal);
	standard_add(sandbox, program->open != 0, program->full != 0);
	for (int slot = 0; slot < program->processes; slot++)
		run->inherits |= run->processes[slot].flags & PROCESS_INHERITED;
	reset_shared(run);
	return 0;
}
