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

/* Which descriptors are open: poll(2) tells of 64 at once. */
static void report_descriptors(struct main_report *report)
{
	struct pollfd all[64];

	for (int fd = 0; fd < 64; fd++)
		all[fd] = (struct pollfd){ fd, 0, 0 };
	sys3(__NR_poll, all, 64, 0);
	for (int fd = 0; fd < 64; fd++) {
		report->state.descriptors[fd] = FILE_CLOSED;
		if (!(all[fd].revents & POLLNVAL))
			report_descriptor(report, fd);
	}
}

static unsigned long effective_capabilities(void)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { 0 };

	sys2(__NR_capget, &head, data);
	return data[0].effective | (unsigned long)data[1].effective << 32;
}

/* What main finds itself with, before it changes anything. */
void report_start(char **args, char **env)
{
	struct main_report *report = &ctl->report;
	struct start_state *state = &report->state;
	unsigned used;
	long size;

	sys4(__NR_rt_sigprocmask, SIG_SETMASK, NULL, &state->blocked, 8);
	report_descriptors(report);
	state->pid = (int)sys0(__NR_getpid);
	state->ppid = (int)sys0(__NR_getppid);
	state->pgid = (int)sys1(__NR_getpgid, 0);
	state->sid = (int)sys1(__NR_getsid, 0);
	state->mask = (unsigned)sys1(__NR_umask, 0);
	sys1(__NR_umask, state->mask);
	/* The system call returns 20 less the value (getpriority(2), C library/kernel differences). */
	state->nice = (unsigned short)(20 - sys2(__NR_getpriority, PRIO_PROCESS, 0));
	state->no_new_privs = (unsigned short)sys6(__NR_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0, 0);
	state->foreground = ctl->on_terminal ? foreground_group() : -1;
	state->user = (unsigned)sys0(__NR_getuid);
	state->capabilities = effective_capabilities();
	for (int i = 0; i < LIMIT_COUNT; i++)
		sys4(__NR_prlimit64, 0, i, NULL, report->limits[i]);
	size = sys2(__NR_getcwd, ctl->texts, MAX_TEXT);
	used = state->directory_bytes = size > 0 ? (unsigned)size : 0;
	used += state->args_bytes = copy_texts(args, ctl->texts + used, MAX_TEXT - used, &state->args);
	state->env_bytes = copy_texts(env, ctl->texts + used, MAX_TEXT - used, &state->env);
}
