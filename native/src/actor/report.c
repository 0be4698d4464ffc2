/* What main finds itself with when it starts, before it changes anything. */
#include "actor.h"

/* Copies NUL-terminated texts up to `room` bytes; counts them. Returns the bytes used. */
static unsigned copy_texts(char **texts, char *to, unsigned room, unsigned *count)
{
	unsigned used = 0;

	for (*count = 0; texts[*count]; ++*count) {
		const char *from = texts[*count];

		do {
			if (used == room)
				return used;
			to[used++] = *from;
		} while (*from++);
	}
	return used;
}

static void report_descriptor(struct main_report *report, int fd)
{
	struct stat file;

	report->state.descriptors[fd] = FILE_CLOSED;
	if (sys2(__NR_fstat, fd, &file) < 0)
		return;
	report->state.descriptors[fd] = FILE_OTHER;
	report->dev[fd] = file.st_dev;
	report->ino[fd] = file.st_ino;
}

/* How many descriptors are open: the size of their directory since Linux 6.2; older ones say 0. */
static long count_descriptors(void)
{
	struct stat directory;

	return sys2(__NR_stat, "/proc/self/fd", &directory) == 0 ? directory.st_size : 0;
}

/* The standard ones first: mostly there are no others, which the count tells. */
static void report_descriptors(struct main_report *report)
{
	long open = 0;

	for (int fd = 0; fd < 64; fd++)
		report->state.descriptors[fd] = FILE_CLOSED;
	for (int fd = 0; fd < 3; fd++) {
		report_descriptor(report, fd);
		open += report->state.descriptors[fd] != FILE_CLOSED;
	}
	if (count_descriptors() != open)
		for (int fd = 3; fd < 64; fd++)
			report_descriptor(report, fd);
}

/* What main finds itself with, before it changes anything. */
void report_start(char **args, char **env)
{
	struct main_report *report = &ctl->report;
	struct start_state *state = &report->state;
	long size;

	sys4(__NR_rt_sigprocmask, SIG_SETMASK, NULL, &state->blocked, 8);
	report_descriptors(report);
	state->pid = (int)sys0(__NR_getpid);
	state->ppid = (int)sys0(__NR_getppid);
	state->pgid = (int)sys1(__NR_getpgid, 0);
	state->sid = (int)sys1(__NR_getsid, 0);
	state->mask = (unsigned)sys1(__NR_umask, 0);
	sys1(__NR_umask, state->mask);
	for (int i = 0; i < LIMIT_COUNT; i++)
		sys4(__NR_prlimit64, 0, i, NULL, report->limits[i]);
	size = sys2(__NR_getcwd, report->directory, sizeof report->directory);
	state->directory_bytes = size > 0 ? (unsigned)size : 0;
	state->args_bytes = copy_texts(args, report->args, MAX_TEXT, &state->args);
	state->env_bytes = copy_texts(env, report->env, MAX_TEXT, &state->env);
}
