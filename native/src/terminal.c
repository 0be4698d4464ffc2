/*
 * The terminal of a run: a pseudo-terminal (pty(7)) whose other end the executor holds. What is typed is turned into signals by a worker
 * of the kernel's (drivers/tty/tty_buffer.c: flush_to_ldisc), some time after the write: its echo tells that it is done.
 */
#include "executor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

/* As most terminals begin. */
#define ROWS 24
#define COLUMNS 80
/* Longest wait for an echo, ms: a worker that has found no CPU for as long is that of a machine on which nothing can be said. */
#define ECHO_MS 5000

/* What has come out of the terminal: a scenario's typing is echoed in 4 KiB at most, and a flood is bounded elsewhere. */
static char shown[65536];

/* Gives the run its terminal. Ends the executor where there can be none. */
void terminal_open(struct run *run)
{
	struct terminal *terminal = &run->terminal;
	struct winsize size = { ROWS, COLUMNS, 0, 0 };
	struct stat file;
	int locked = 0;

	terminal->master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (terminal->master < 0 || ioctl(terminal->master, TIOCSPTLCK, &locked) < 0)
		die_errno(EXIT_MACHINE, "cannot open a pseudo-terminal");
	terminal->slave = ioctl(terminal->master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (terminal->slave < 0 || fstat(terminal->slave, &file) < 0 || tcgetattr(terminal->slave, &terminal->settings) < 0)
		die_errno(EXIT_MACHINE, "cannot open the other end of a pseudo-terminal (TIOCGPTPEER: Linux 4.13)");
	terminal->dev = file.st_dev;
	terminal->ino = file.st_ino;
	if (run->program->flags & PROGRAM_TOSTOP)
		terminal->settings.c_lflag |= TOSTOP;
	tcsetattr(terminal->slave, TCSANOW, &terminal->settings);
	ioctl(terminal->master, TIOCSWINSZ, &size);
}

/* In the process that leads the session: makes the terminal the controlling one, with its group in the foreground (ioctl_tty(2)). */
IN_CHILD void terminal_control(const struct run *run)
{
	if (run->terminal.slave >= 0 && ioctl(run->terminal.slave, TIOCSCTTY, 0) < 0)
		_exit(127);
}

/* Takes what has come out, so that nobody waits for room. */
static void drain(struct terminal *terminal)
{
	char rest[4096];

	for (;;) {
		size_t room = sizeof shown - terminal->used;
		ssize_t size = read(terminal->master, room ? shown + terminal->used : rest, room ? room : sizeof rest);

		if (size <= 0)
			return;
		terminal->used += room ? (size_t)size : 0;
		terminal->total += (uint64_t)size;
	}
}

/* How much has come out so far, bytes. */
uint64_t terminal_output(struct run *run)
{
	if (run->terminal.master >= 0)
		drain(&run->terminal);
	return run->terminal.total;
}

/* The start of it, for the report. */
const char *terminal_shown(const struct run *run, size_t *size)
{
	*size = run->terminal.used;
	return shown;
}

/* What is echoed of `text` from its last key that makes a signal on: that one discards what is not out yet (n_tty.c: isig). */
static size_t echo_of(const char *text, char *echo)
{
	size_t size = 0;

	for (; *text; text++) {
		if ((unsigned char)*text >= ' ')
			echo[size++] = *text;
		else if (*text == '\n') {
			echo[size++] = '\r';
			echo[size++] = '\n';
		} else {
			size = 0;
			echo[size++] = '^';
			echo[size++] = (char)(*text + '@');
		}
	}
	return size;
}

/* Types `text` and waits until the terminal has dealt with it. */
void terminal_type(struct run *run, const char *text)
{
	struct terminal *terminal = &run->terminal;
	static char echo[2 * MAX_TYPED];
	size_t length = strlen(text), size, from;
	uint64_t since = now_ns();
	struct termios settings;

	if (terminal->master < 0 || length > MAX_TYPED)
		return;
	size = echo_of(text, echo);
	drain(terminal);
	from = terminal->used;
	if (write(terminal->master, text, length) != (ssize_t)length)
		run->bound = BOUND_OUTPUT;
	while (!memmem(shown + from, terminal->used - from, echo, size) && now_ns() - since < ECHO_MS * 1000000ULL) {
		struct pollfd out = { terminal->master, POLLIN, 0 }, in = { terminal->slave, POLLIN, 0 };

		watchdog_progress();
		poll(&out, 1, 1);
		drain(terminal);
		/* Where somebody has turned the echo off: a poll for input waits for the worker (n_tty.c: n_tty_poll). */
		if (tcgetattr(terminal->slave, &settings) < 0 || !(settings.c_lflag & ECHO)) {
			poll(&in, 1, 0);
			return;
		}
	}
}

/* The other end is closed: the kernel hangs the terminal up before it returns. */
void terminal_hang_up(struct run *run)
{
	if (run->terminal.master < 0)
		return;
	drain(&run->terminal);
	close(run->terminal.master);
	run->terminal.master = -1;
}

void terminal_resize(const struct run *run, int rows, int columns)
{
	struct winsize size = { (unsigned short)rows, (unsigned short)columns, 0, 0 };

	ioctl(run->terminal.master, TIOCSWINSZ, &size);
}

static int same_settings(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
	       memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

/* Records who is in the foreground, how much of what was typed can be read, and whether the settings are as they were, upon a change. */
void terminal_look(struct run *run)
{
	struct terminal *terminal = &run->terminal;
	int group = 0, input = 0, changed, foreground;
	struct termios settings;

	if (terminal->master < 0)
		return;
	drain(terminal);
	ioctl(terminal->master, TIOCGPGRP, &group);
	ioctl(terminal->slave, FIONREAD, &input);
	changed = tcgetattr(terminal->slave, &settings) < 0 || !same_settings(&settings, &terminal->settings);
	foreground = inner_id(run, group);
	if (foreground == terminal->foreground && input == terminal->input && changed == terminal->changed)
		return;
	terminal->foreground = foreground;
	terminal->input = input;
	terminal->changed = changed;
	run_event(run, EVENT_TERMINAL, 0, changed, foreground, input, 0, 0);
}
