/* One run of one program: start the init, take the ops one by one, end everything, hand over the result. */
#include "executor.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

/* What is kept of the init's stdout and stderr, each: the first lines say what is wrong. */
#define OUTPUT_KEPT 4096

uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Appends an event of the executor's own to the result. */
void run_event(struct run *run, int kind, int slot, int n, int a, int b, int c, int d)
{
	struct event event = { (uint32_t)((now_ns() - run->started_ns) / 1000), (uint8_t)kind, (uint8_t)n, (int16_t)slot, a, b, c, d };

	buffer_add(run->out, &event, sizeof event);
	run->events++;
}

static void reset_shared(struct run *run)
{
	struct ctl *ctl = run->sandbox->ctl;
	unsigned used = ctl->events_used < MAX_EVENTS ? ctl->events_used : MAX_EVENTS;

	for (unsigned i = 0; i < used; i++)
		ctl->events[i].kind = EVENT_NONE;
	ctl->events_used = 0;
	ctl->starts = 0;
	ctl->waiting = 0;
	ctl->processes = run->program->processes;
	ctl->outer_wanted = !can_translate();
	for (int slot = 0; slot < run->program->processes; slot++) {
		struct slot *shared = &ctl->slots[slot];

		shared->wake = shared->posted = shared->taken = shared->armed = 0;
		shared->pid = shared->outer = 0;
		shared->child_died = shared->resting = 0;
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
	int texts = 0, init_args = program->init_args, args = program->args, env = program->env;

	if (!program_is_sound(program, program->size, run->sandbox->binary_count))
		return -1;
	run->program = program;
	run->processes = (const struct process *)(program + 1);
	run->exits = (const struct reaction_exit *)(run->processes + program->processes);
	run->ops = (const struct op *)(run->exits + program->exits);
	text = (const char *)(run->ops + program->ops);
	run->argv = calloc((size_t)(init_args + args + env + 6), sizeof *run->argv);
	run->envp = run->argv + init_args + args + 3;
	run->argv[0] = run->sandbox->binaries[program->binary];
	for (; text < end && texts < init_args + args + env; texts++, text += strlen(text) + 1) {
		if (texts < init_args)
			run->argv[1 + texts] = (char *)text;
		else if (texts < init_args + args)
			run->argv[2 + texts] = (char *)text;
		else
			run->envp[texts - init_args - args] = (char *)text;
	}
	return texts == init_args + args + env ? 0 : -1;
}

static void name_command(struct run *run)
{
	static char *const commands[] = {
		[COMMAND_ACTOR] = "/initproof/actor", [COMMAND_MISSING] = "/initproof/missing",
		[COMMAND_NOT_EXECUTABLE] = "/initproof/not-executable", [COMMAND_DIRECTORY] = "/initproof/directory",
		[COMMAND_SCRIPT] = "/initproof/script",
	};

	run->argv[1 + run->program->init_args] = commands[run->program->command <= COMMAND_SCRIPT ? run->program->command : 0];
}

/*
 * What the program can stop: then state letters and not only deaths are looked at. An init as PID 1 is stopped by SIGSTOP from outside
 * and by nothing else (pid_namespaces(7)).
 */
static void find_stops(struct run *run)
{
	run->stops = run->init_stops = run->cores = 0;
	for (int i = 0; i < run->program->ops; i++) {
		const struct op *op = &run->ops[i];
		int outside = op->code == OP_SIGNAL && op->from < 0 && op->to != TO_PROCESS;

		run->stops |= op->code == OP_SIGNAL && op->flags & OP_OBSERVE;
		run->init_stops |= op->code == OP_FREEZE || (outside && op->signal == SIGSTOP);
		run->cores |= op->flags & OP_CORE;
	}
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

	measure(run, &run->result.first_rss_kb, &run->result.first_descriptors);
	if (run->init_gone || (!run->careful && run->program->directory == DIRECTORY_ROOT))
		return;
	snprintf(path, sizeof path, "/proc/%d/cwd", run->init);
	size = readlink(path, run->directory, sizeof run->directory);
	run->result.directory_bytes = size > 0 ? (uint32_t)size : 0;
}

/* Whether somebody was stopped when last looked at: anything may make such a process go on, such as a death that orphans its group. */
static int somebody_is_stopped(const struct run *run)
{
	for (int slot = 0; run->stops && slot < run->program->processes; slot++)
		if (run->watches[slot].stopped && run->watches[slot].life == LIFE_LIVE)
			return 1;
	return 0;
}

static void run_ops(struct run *run)
{
	int changes = 0; /* ops since the last settled one that may have stopped somebody, or made somebody go on */

	for (run->op = 0; run->op < run->program->ops && !run->init_gone && !run->overdue && run->bound == BOUND_NONE; run->op++) {
		const struct op *op = &run->ops[run->op];

		watchdog_progress();
		run_event(run, EVENT_OP, 0, 0, (int)run->op, 0, 0, 0);
		op_begin(run, op);
		changes |= op->flags & OP_OBSERVE;
		if (op->flags & OP_SETTLE) {
			settle(run, changes || somebody_is_stopped(run));
			changes = 0;
		}
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
	if (run->init_gone)
		return;
	kill(run->init, SIGKILL);
	if (wait4(run->init, &status, 0, &usage) != run->init)
		die_errno(EXIT_HARNESS, "the init does not end by SIGKILL");
	run->result.max_rss_kb = (uint32_t)usage.ru_maxrss;
	run->result.cpu_us = (uint32_t)((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* Of a run are all descriptors below the executor's own, and those above that did not fit there. */
static void close_all(struct run *run)
{
	syscall(SYS_close_range, 3, FIRST_OWN_FD - 1, 0);
	for (int slot = 0; slot < run->program->processes; slot++) {
		if (run->watches[slot].life == LIFE_UNBORN)
			continue;
		if (run->watches[slot].pidfd >= FIRST_OWN_FD)
			close(run->watches[slot].pidfd);
		if (run->watches[slot].stat_fd >= FIRST_OWN_FD)
			close(run->watches[slot].stat_fd);
	}
}

static uint8_t identify(struct run *run, int fd)
{
	const struct sandbox *sandbox = run->sandbox;
	const struct main_report *report = &sandbox->ctl->report;

	if (report->state.descriptors[fd] == FILE_CLOSED)
		return FILE_CLOSED;
	if (report->dev[fd] == sandbox->null_dev && report->ino[fd] == sandbox->null_ino)
		return FILE_NULL;
	if (report->dev[fd] != sandbox->device)
		return FILE_OTHER;
	return report->ino[fd] == sandbox->out_ino     ? FILE_STDOUT
	       : report->ino[fd] == sandbox->err_ino   ? FILE_STDERR
	       : report->ino[fd] == sandbox->extra_ino ? FILE_EXTRA
						       : FILE_OTHER;
}

static uint32_t at_most(uint32_t value, uint32_t most)
{
	return value < most ? value : most;
}

/* The state in which main started, with descriptors and limits put into words that Node can compare. */
static void add_start_state(struct run *run)
{
	struct main_report *report = &run->sandbox->ctl->report;
	struct start_state state = report->state;

	state.directory_bytes = at_most(state.directory_bytes, sizeof report->directory);
	state.args_bytes = at_most(state.args_bytes, MAX_TEXT);
	state.env_bytes = at_most(state.env_bytes, MAX_TEXT);
	state.changed_limits = 0;
	for (int fd = 0; fd < 64; fd++)
		state.descriptors[fd] = identify(run, fd);
	for (int i = 0; i < LIMIT_COUNT; i++)
		if (report->limits[i][0] != run->sandbox->limits[i].rlim_cur || report->limits[i][1] != run->sandbox->limits[i].rlim_max)
			state.changed_limits |= 1u << i;
	buffer_add(run->out, &state, sizeof state);
	buffer_add(run->out, report->directory, state.directory_bytes);
	buffer_add(run->out, report->args, state.args_bytes);
	buffer_add(run->out, report->env, state.env_bytes);
	run->result.start_bytes = (uint32_t)sizeof state + state.directory_bytes + state.args_bytes + state.env_bytes;
}

/* Appends what was written to a standard descriptor and empties the file. */
static uint32_t take_output(struct run *run, int fd)
{
	char text[OUTPUT_KEPT];
	ssize_t size = pread(fd, text, sizeof text, 0);

	if (size <= 0)
		return 0;
	buffer_add(run->out, text, (size_t)size);
	if (ftruncate(fd, 0) < 0)
		die_errno(EXIT_HARNESS, "cannot empty an output file");
	return (uint32_t)size;
}

static void finish(struct run *run, uint32_t id)
{
	struct result *result = &run->result;

	result->id = id;
	result->bound = (uint8_t)run->bound;
	result->events = run->events;
	result->starts = run->sandbox->ctl->starts;
	result->started = (run->sandbox->ctl->slots[0].pid != 0 ? RESULT_MAIN : 0) | (run->from_zygote ? RESULT_ZYGOTE : 0);
	result->us = (uint32_t)((now_ns() - run->started_ns) / 1000);
	if (result->started & RESULT_MAIN)
		add_start_state(run);
	buffer_add(run->out, run->directory, result->directory_bytes);
	result->stdout_bytes = take_output(run, 1);
	result->stderr_bytes = take_output(run, 2);
	result->size = (uint32_t)(run->out->used - run->head);
	memcpy(run->out->data + run->head, result, sizeof *result);
}

static void refuse(struct run *run, uint32_t id, enum result_status status, const char *text)
{
	run->out->used = run->head + sizeof run->result;
	buffer_add(run->out, text, strlen(text) + 1);
	memset(&run->result, 0, sizeof run->result);
	run->result.status = (uint8_t)status;
	run->result.id = id;
	run->result.size = (uint32_t)(run->out->used - run->head);
	memcpy(run->out->data + run->head, &run->result, sizeof run->result);
}

static void remove_cores(void)
{
	static const char *const directories[] = { "/", "/initproof/own" };

	for (int i = 0; i < 2; i++) {
		DIR *directory = opendir(directories[i]);
		struct dirent *entry;
		char path[512];

		while (directory && (entry = readdir(directory))) {
			if (strncmp(entry->d_name, "core", 4) != 0)
				continue;
			snprintf(path, sizeof path, "%s/%s", directories[i], entry->d_name);
			unlink(path);
		}
		if (directory)
			closedir(directory);
	}
}

static void execute(struct run *run)
{
	run->namespace = run->init_statm = -1;
	run->init_syscall = open_proc(run->init, "syscall");
	run->init_stat = run->init_stops ? open_proc(run->init, "stat") : -1;
	wait_for_start(run);
	settle(run, run->careful);
	measure_start(run);
	run->overdue |= run->watches[0].life == LIFE_UNBORN;
	run_ops(run);
	drain_events(run);
	end(run);
	watchdog_leave();
}

/* Runs `program` and appends its result to `out`. */
void run_program(struct sandbox *sandbox, const struct program *program, struct buffer *out)
{
	static struct run run;
	int error;

	memset(&run, 0, offsetof(struct run, watches));
	memset(run.watches, 0, sizeof *run.watches * (program->processes <= MAX_SLOTS ? program->processes : 0));
	run.sandbox = sandbox;
	run.out = out;
	run.head = out->used;
	run.op = (unsigned)-1;
	buffer_add(out, NULL, sizeof run.result);
	if (parse(&run, program) < 0) {
		refuse(&run, program->id, RESULT_HARNESS_ERROR, "the program is malformed");
		free(run.argv);
		return;
	}
	name_command(&run);
	run.careful = program->flags & PROGRAM_CAREFUL || !sandbox->fifo;
	find_stops(&run);
	reset_shared(&run);
	run.started_ns = sandbox->ctl->started_ns = now_ns();
	watchdog_enter();
	error = spawn_init(&run);
	if (error) {
		watchdog_leave();
		waitpid(run.init, NULL, 0);
		close(run.init_pidfd);
		refuse(&run, program->id, RESULT_NOT_EXECUTABLE, strerror(error));
	} else {
		execute(&run);
		close_all(&run);
		finish(&run, program->id);
	}
	if (run.cores || run.bound != BOUND_NONE || program->id % 64 == 0)
		remove_cores();
	free(run.argv);
}
