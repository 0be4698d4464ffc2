/* Whether the init has said that it is ready, by a line that it writes: what comes to it before that is not what its contract is about. */
#include "executor.h"
#include "root.h"

#include <poll.h>
#include <sys/inotify.h>

/* For how long, ms, only events are waited for: the clock, memory and what else ends a wait are looked at as often as in others. */
#define LOOK_MS 10
/* What is read at a time, bytes. */
#define PART 4096

/*
 * Whether `text` is in what was written to the descriptor, from offset `from` on. That moves on to where the text can still begin. One that
 * has more than PART bytes is never found.
 */
static int has_written(int fd, off_t *from, const char *text)
{
	size_t length = strlen(text);
	char part[PART];
	ssize_t size;

	while ((size = pread(fd, part, sizeof part, *from)) >= (ssize_t)length) {
		if (memmem(part, (size_t)size, text, length))
			return 1;
		*from += size - (ssize_t)length + 1;
	}
	return 0;
}

/* Whether the line is there, in either of the files that the init writes to, or, where it is on a terminal, in what came out of that. */
static int is_said(struct run *run, off_t from[2])
{
	size_t size;
	const char *shown = terminal_output(run) ? terminal_shown(run, &size) : NULL;

	if (shown && memmem(shown, size, run->ready_line, strlen(run->ready_line)))
		return 1;
	return has_written(1, &from[0], run->ready_line) || has_written(2, &from[1], run->ready_line);
}

/*
 * What tells of each write to the two files. Its own descriptor is the caller's to close; where there is none, -1, and the files are looked
 * at each LOOK_MS.
 */
static int watch_output(void)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (fd >= 0) {
		inotify_add_watch(fd, WRITTEN "/stdout", IN_MODIFY);
		inotify_add_watch(fd, WRITTEN "/stderr", IN_MODIFY);
	}
	return fd;
}

/* Sleeps until the init writes or ends, LOOK_MS at most. The events say no more than that there were some. */
static void await_output(const struct run *run, int watch)
{
	struct pollfd events[] = { { watch, POLLIN, 0 }, { run->terminal.master, POLLIN, 0 }, { run->first_pidfd, POLLIN, 0 } };
	char taken[PART];

	watchdog_progress();
	poll(events, sizeof events / sizeof *events, LOOK_MS);
	while (watch >= 0 && read(watch, taken, sizeof taken) > 0)
		;
}

/*
 * Where the program names a line: waits until the init has written one with that text, has ended, or has let the time pass within which it
 * promises to (BOUND_UNREADY). A command that should run and does not is nothing to wait for.
 */
void wait_until_ready(struct run *run)
{
	off_t from[2] = { 0, 0 };
	int watch;

	if (!run->ready_line || run->init_gone || run->bound != BOUND_NONE || (run->traced && tracer_holds()))
		return;
	if (!run->sandbox->ctl->slots[0].pid && !starts_nothing(run))
		return;
	watch = watch_output();
	while (!is_said(run, from)) {
		reap_init(run);
		memory_look(run);
		if (run->init_gone || run->bound != BOUND_NONE)
			break;
		if (has_run_out(run->started_ns, run->program->start_ms))
			run->bound = BOUND_UNREADY;
		else
			await_output(run, watch);
	}
	if (watch >= 0)
		close(watch);
}
