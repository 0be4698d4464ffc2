/* What the host's /proc shows of the application: who is there, what PID 1 does with signals, which zombies nobody waits for. */
#include "app.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/uio.h>

/* A zombie is nobody's work if its parent sleeps, has no SIGCHLD waiting, and both were so this long ago as well, µs. */
#define UNWANTED_US 300000

/* Reads a file of /proc/PID. Returns 0 where it is gone. */
static int read_text(pid_t pid, const char *name, char *text, size_t room)
{
	char path[64];
	ssize_t size;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	size = fd < 0 ? -1 : read(fd, text, room - 1);
	if (fd >= 0)
		close(fd);
	text[size > 0 ? size : 0] = 0;
	return size > 0;
}

static uint64_t mask_of(const char *text, const char *field)
{
	const char *at = strstr(text, field);

	return at ? strtoull(at + strlen(field), NULL, 16) : 0;
}

static long number_of(const char *text, const char *field)
{
	const char *at = strstr(text, field);

	return at ? strtol(at + strlen(field), NULL, 10) : 0;
}

static void take_name(const char *text, struct seen *one)
{
	const char *at = strstr(text, "Name:\t");

	snprintf(one->name, sizeof one->name, "%.*s", at ? (int)strcspn(at + 6, "\n") : 0, at ? at + 6 : "");
	for (char *c = one->name; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			*c = '?';
}

/* Of the flags in proc_pid_stat(5): it has come to do_exit (include/linux/sched.h). */
#define PF_EXITING 4

/* Time on a CPU and moment of birth, in ticks, and whether it is on its way out: fields 14, 15, 22 and 9 of proc_pid_stat(5). */
static void take_times(pid_t pid, struct seen *one)
{
	unsigned long user = 0, kernel = 0;
	unsigned flags = 0;
	unsigned long long born = 0;
	char text[1024], *at;

	if (!read_text(pid, "stat", text, sizeof text) || !(at = strrchr(text, ')')))
		return;
	sscanf(at + 2, "%*c %*d %*d %*d %*d %*d %u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %*d %*d %llu", &flags, &user, &kernel, &born);
	one->cpu = user + kernel;
	one->born = born;
	if ((flags & PF_EXITING) && one->state != 'Z')
		one->state = 'X';
}

/*
 * Whether a process or a thread is of the application whose PID 1 is INIT, and what it is if so. Who has entered beside PID 1 is not, nor
 * are the host's own.
 */
int is_ours(pid_t outer, pid_t init, struct seen *one)
{
	const char *inner, *state;
	char text[8192];
	int first, second;

	if (!read_text(outer, "status", text, sizeof text))
		return 0;
	inner = strstr(text, "NSpid:\t");
	state = strstr(text, "State:\t");
	if (!inner || !state || sscanf(inner + 7, "%d %d", &first, &second) != 2)
		return 0;
	*one = (struct seen){ .outer = (pid_t)number_of(text, "Tgid:\t"), .inner = second, .parent = (pid_t)number_of(text, "PPid:\t"), .state = state[7] };
	if (one->parent <= 1 && one->outer != init)
		return 0;
	take_name(text, one);
	one->pending = mask_of(text, "SigPnd:\t") | mask_of(text, "ShdPnd:\t");
	one->blocked = mask_of(text, "SigBlk:\t");
	one->ignored = mask_of(text, "SigIgn:\t");
	one->caught = mask_of(text, "SigCgt:\t");
	take_times(one->outer, one);
	return 1;
}

/* Whether a process descends from PID 1, and not from somebody who has entered beside it. */
int descends(pid_t outer, pid_t init)
{
	struct seen one = { .outer = outer };

	while (one.outer != init)
		if (!is_ours(one.parent ? one.parent : outer, init, &one))
			return 0;
	return 1;
}

static int is_of_helper(const struct seen *seen, int count, const struct seen *one, pid_t init)
{
	for (pid_t parent = one->parent; parent != init && one->outer != init;) {
		int at = 0;

		while (at < count && seen[at].outer != parent)
			at++;
		if (at == count)
			return 1;
		parent = seen[at].parent;
	}
	return 0;
}

/*
 * The signals that PID 1 waits for in rt_sigtimedwait(2), or read from its memory 0: there it takes them though it has no handler, and the
 * kernel shows none of them as blocked meanwhile (kernel/signal.c: do_sigtimedwait).
 */
static uint64_t awaited_by(pid_t pid)
{
	char text[256];
	unsigned long set;
	uint64_t mask = 0;
	struct iovec to = { &mask, sizeof mask }, from;
	int number;

	if (!read_text(pid, "syscall", text, sizeof text) || sscanf(text, "%d %lx", &number, &set) != 2 || number != SYS_rt_sigtimedwait)
		return 0;
	from = (struct iovec){ (void *)set, sizeof mask };
	return process_vm_readv(pid, &to, 1, &from, 1, 0) == sizeof mask ? mask : 0;
}

/* All processes of the application, PID 1 first as /proc has them by number. Returns how many. Those of exec probes are left out. */
int look(pid_t init, struct seen *seen)
{
	DIR *walk = opendir("/proc");
	struct dirent *entry;
	int count = 0, kept_count = 0;

	while (walk && count < MAX_SEEN && (entry = readdir(walk))) {
		pid_t pid = atoi(entry->d_name);

		if (pid > 1 && is_ours(pid, init, &seen[count]))
			count++;
	}
	if (walk)
		closedir(walk);
	for (int i = 0; i < count; i++)
		if (!is_of_helper(seen, count, &seen[i], init)) {
			seen[kept_count] = seen[i];
			if (seen[i].outer == init)
				seen[kept_count].blocked |= awaited_by(init);
			kept_count++;
		}
	return kept_count;
}

static int inner_of(const struct seen *seen, int count, pid_t outer)
{
	for (int i = 0; i < count; i++)
		if (seen[i].outer == outer)
			return seen[i].inner;
	return 0;
}

/* Tells of them, a line each: pid, parent, state, caught, ignored, blocked, pending, name. */
void tell_processes(const char *why, int64_t us, const struct seen *seen, int count)
{
	static char text[MAX_SEEN * 160];
	size_t used = 0;

	text[0] = 0;
	for (int i = 0; i < count && used < sizeof text - 256; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%d %d %c %llx %llx %llx %llx %s\n", seen[i].inner,
					 inner_of(seen, count, seen[i].parent), seen[i].state, (unsigned long long)seen[i].caught,
					 (unsigned long long)seen[i].ignored,
					 (unsigned long long)seen[i].blocked,
					 (unsigned long long)seen[i].pending, seen[i].name);
	tell("processes", us, "%s\037%s", why, text);
}

static struct zombie {
	pid_t outer;
	uint64_t born;
	int64_t since;
	int told;
} zombies[MAX_SEEN];
static int zombie_count;

/* Since when it has been a zombie whose parent does nothing about it; now, where it was none. */
static struct zombie *remember(const struct seen *one, int64_t us)
{
	for (int i = 0; i < zombie_count; i++)
		if (zombies[i].outer == one->outer && zombies[i].born == one->born)
			return &zombies[i];
	if (zombie_count == MAX_SEEN)
		return NULL;
	zombies[zombie_count] = (struct zombie){ one->outer, one->born, us, 0 };
	return &zombies[zombie_count++];
}

static int is_idle(const struct seen *parent)
{
	return parent->state == 'S' && !(parent->pending & (1ULL << (SIGCHLD - 1)));
}

/* Tells, once of each, of zombies that nobody waits for: pid, name, pid and name of the parent. To be called every now and then. */
void zombies_look(pid_t init, int64_t us)
{
	static struct seen seen[MAX_SEEN];
	int count = look(init, seen);

	for (int i = 0; i < count; i++) {
		struct zombie *zombie = seen[i].state == 'Z' && seen[i].outer != init ? remember(&seen[i], us) : NULL;
		const struct seen *parent = NULL;

		for (int j = 0; zombie && j < count; j++)
			if (seen[j].outer == seen[i].parent)
				parent = &seen[j];
		if (!zombie)
			continue;
		if (!parent || !is_idle(parent))
			zombie->since = us;
		if (zombie->told || us - zombie->since < UNWANTED_US)
			continue;
		zombie->told = 1;
		tell("zombie", us, "%d\037%s\037%d\037%s", seen[i].inner, seen[i].name, parent->inner, parent->name);
	}
}
