/* What is told of a run beside its events: the state in which main started, what the init wrote, the head of the frame. */
#include "executor.h"

#include <sys/stat.h>

/*
 * What is kept of the init's stdout and stderr, bytes each: the trace of an interpreter that could not start takes one or two KiB. Of more
 * the first half and the last: what began it, and why the init ended.
 */
#define OUTPUT_KEPT 4096
#define LEFT_OUT "\n[...]\n"

static uint8_t identify(struct run *run, int fd)
{
	const struct sandbox *sandbox = run->sandbox;
	const struct main_report *report = &sandbox->ctl->report;

	if (report->state.descriptors[fd] == FILE_CLOSED)
		return FILE_CLOSED;
	if (report->dev[fd] == sandbox->null_dev && report->ino[fd] == sandbox->null_ino)
		return FILE_NULL;
	if (report->dev[fd] == sandbox->full_dev && report->ino[fd] == sandbox->full_ino)
		return FILE_FULL;
	if (run->terminal.slave >= 0 && report->dev[fd] == run->terminal.dev && report->ino[fd] == run->terminal.ino)
		return FILE_TERMINAL;
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
	uint32_t texts;

	state.directory_bytes = at_most(state.directory_bytes, MAX_TEXT);
	state.args_bytes = at_most(state.args_bytes, MAX_TEXT - state.directory_bytes);
	state.env_bytes = at_most(state.env_bytes, MAX_TEXT - state.directory_bytes - state.args_bytes);
	state.changed_limits = 0;
	state.ppid = told_parent(run, state.pid, state.ppid);
	for (int fd = 0; fd < 64; fd++)
		state.descriptors[fd] = identify(run, fd);
	for (int i = 0; i < LIMIT_COUNT; i++) {
		struct rlimit limit = launch_limit(run, i);

		if (report->limits[i][0] != limit.rlim_cur || report->limits[i][1] != limit.rlim_max)
			state.changed_limits |= 1u << i;
		if (report->limits[i][0] > limit.rlim_cur && report->limits[i][1] == limit.rlim_max)
			state.changed_limits |= 1u << (i + RAISED_LIMITS);
	}
	buffer_add(run->out, &state, sizeof state);
	texts = state.directory_bytes + state.args_bytes + state.env_bytes;
	buffer_add(run->out, run->sandbox->ctl->texts, texts);
	run->result.start_bytes = (uint32_t)sizeof state + texts;
}

/* Reads the file from an offset until `size` bytes are read, or its end. Returns how many were read. */
static size_t read_at(int fd, char *text, size_t size, off_t at)
{
	ssize_t read = pread(fd, text, size, at);

	return read < 0 ? 0 : (size_t)read;
}

/* Reads what is kept of the file into `text`, which has room for OUTPUT_KEPT bytes. Returns how many these are. */
static size_t read_output(int fd, char *text)
{
	const size_t half = OUTPUT_KEPT / 2, mark = sizeof LEFT_OUT - 1;
	struct stat file;

	if (fstat(fd, &file) < 0 || file.st_size <= OUTPUT_KEPT)
		return read_at(fd, text, OUTPUT_KEPT, 0);
	if (read_at(fd, text, half, 0) < half)
		return 0;
	memcpy(text + half, LEFT_OUT, mark);
	return half + mark + read_at(fd, text + half + mark, half - mark, file.st_size - (off_t)(half - mark));
}

/* Appends what was written to a standard descriptor and empties the file. */
static uint32_t take_output(struct run *run, int fd)
{
	char text[OUTPUT_KEPT];
	size_t size = read_output(fd, text);

	if (size == 0)
		return 0;
	buffer_add(run->out, text, size);
	if (ftruncate(fd, 0) < 0)
		die_errno(EXIT_HARNESS, "cannot empty an output file");
	return (uint32_t)size;
}

/* On a terminal what the init writes comes out of that, amid echoes. */
static uint32_t take_stdout(struct run *run)
{
	size_t size;
	const char *text = terminal_shown(run, &size);

	if (run->terminal.slave < 0)
		return take_output(run, 1);
	size = size < OUTPUT_KEPT ? size : OUTPUT_KEPT;
	buffer_add(run->out, text, size);
	return (uint32_t)size;
}

/* Completes the result of a run that has ended, after the events in the buffer. */
void result_finish(struct run *run, uint32_t id)
{
	struct result *result = &run->result;

	result->id = id;
	result->bound = (uint8_t)run->bound;
	result->events = run->events;
	result->starts = run->sandbox->ctl->starts;
	result->started = (run->sandbox->ctl->slots[0].pid != 0 ? RESULT_MAIN : 0) | (run->from_zygote ? RESULT_ZYGOTE : 0);
	result->tampered = (uint16_t)run->tampered;
	result->threads = (uint16_t)run->sandbox->targets[run->program->binary].threads;
	result->us = (uint32_t)((now_ns() - run->started_ns) / 1000);
	result->lent_us = (uint32_t)(run->lent_ns / 1000);
	if (result->started & RESULT_MAIN)
		add_start_state(run);
	buffer_add(run->out, run->directory, result->directory_bytes);
	result->stdout_bytes = take_stdout(run);
	result->stderr_bytes = take_output(run, 2);
	result->size = (uint32_t)(run->out->used - run->head);
	memcpy(run->out->data + run->head, result, sizeof *result);
}

/* The result of a program that could not be run: why, instead of events. */
void result_refuse(struct run *run, uint32_t id, enum result_status status, const char *text)
{
	run->out->used = run->head + sizeof run->result;
	buffer_add(run->out, text, strlen(text) + 1);
	memset(&run->result, 0, sizeof run->result);
	run->result.status = (uint8_t)status;
	run->result.id = id;
	run->result.size = (uint32_t)(run->out->used - run->head);
	memcpy(run->out->data + run->head, &run->result, sizeof run->result);
}
