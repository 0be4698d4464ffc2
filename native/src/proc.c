/* Files of /proc/PID. */
#include "executor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>

/* The worker's own /proc, by a descriptor: threads that live in a world have that of the world at the path, which is read-only. */
static int folder = -1;

void proc_is(int proc)
{
	folder = proc;
}

/* Opens /proc/PID/FILE for reading, or as `flags` say. Returns the descriptor or -1. */
int open_proc_as(pid_t pid, const char *file, int flags)
{
	char path[64];

	snprintf(path, sizeof path, "%d/%s", pid, file);
	return openat(folder, path, flags | O_CLOEXEC);
}

int open_proc(pid_t pid, const char *file)
{
	return open_proc_as(pid, file, O_RDONLY);
}

/* Opens /proc/meminfo, for as long as the executor lives. */
int open_meminfo(void)
{
	return raised(openat(folder, "meminfo", O_RDONLY | O_CLOEXEC));
}

/* Reads an open file of /proc from its start, and ends the text. Returns what pread(2) does; -1 and no text where `fd` is none. */
ssize_t read_proc(int fd, char *text, size_t room)
{
	ssize_t size = fd < 0 ? -1 : pread(fd, text, room - 1, 0);

	text[size > 0 ? size : 0] = 0;
	return size;
}

/*
 * The state letter in an open /proc/PID/stat, 'X' where the process is gone, with parent, group and session where wanted (not NULL).
 * The command name may hold anything: fields are counted from the last parenthesis (proc_pid_stat(5)).
 */
char read_state(int fd, pid_t *parent, pid_t *group, pid_t *session)
{
	char text[512], *end;

	if (read_proc(fd, text, sizeof text) <= 0 || !(end = strrchr(text, ')')) || strlen(end) < 4)
		return 'X';
	if (parent) {
		char *at = end + 3;

		*parent = (pid_t)strtol(at, &at, 10);
		*group = (pid_t)strtol(at, &at, 10);
		*session = (pid_t)strtol(at, &at, 10);
	}
	return end[2];
}

/*
 * Whether the process of an open /proc/PID/stat is about to end. PID 1 sleeps in the midst of that until all others are dead, with the
 * state letter of one that rests (kernel/pid_namespace.c: zap_pid_ns_processes). A first thread that has ended tells nothing of the others.
 */
int is_exiting(int fd)
{
	char text[512], state = 'Z', *end;
	unsigned flags = 0;

	if (read_proc(fd, text, sizeof text) > 0 && (end = strrchr(text, ')')))
		sscanf(end, ") %c %*d %*d %*d %*d %*d %u", &state, &flags);
	return state != 'Z' && (flags & PF_EXITING);
}

/*
 * The state letter of the thread that an actor goes on in without its leader. By /proc/TID, since what /proc/PID/task has shown of a
 * thread its parent drops from the kernel's cache too, when that waits for it: and may then spin for the thread that is at it, and behind
 * it in the queue (README.md, livelock).
 */
static char state_without_leader(struct run *run, int slot)
{
	int thread = __atomic_load_n(&run->sandbox->ctl->slots[slot].thread, __ATOMIC_SEQ_CST), fd;
	char state;

	/* It has not begun yet. */
	if (thread == 0)
		return 'R';
	fd = open_proc(can_translate() ? thread_to_outer(run, thread) : thread, "stat");
	state = read_state(fd, NULL, NULL, NULL);
	if (fd >= 0)
		close(fd);
	return state;
}

/*
 * The state letter of an actor, with what read_state says where wanted. One whose leader alone has ended is no zombie, though the kernel
 * shows it as one.
 */
char state_of(struct run *run, int slot, pid_t *parent, pid_t *group, pid_t *session)
{
	struct watch *watch = &run->watches[slot];
	struct pollfd dead = { watch->pidfd, POLLIN, 0 };
	char state;

	if (watch->stat_fd < 0)
		watch->stat_fd = open_proc(watch->outer, "stat");
	state = read_state(watch->stat_fd, parent, group, session);
	if (state != 'Z' || !(run->processes[slot].flags & PROCESS_LEADER_ENDS) || poll(&dead, 1, 0) > 0)
		return state;
	return state_without_leader(run, slot);
}

/* Whether the process is one that the run, or the executor, has made or been told of. */
int is_known(const struct run *run, pid_t pid)
{
	if (pid == run->init || pid == run->first || pid == run->parent || zygote_is(pid) || pid == getpid())
		return 1;
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].outer == pid || run->watches[slot].usher == pid)
			return 1;
	return 0;
}

/*
 * Whether a process that sleeps by its state letter is on a CPU or about to be: wait4(2) marks its caller as sleeping while it still
 * looks for children. /proc/PID/syscall says `running` then (fs/proc/base.c). What it does not say is taken as rest.
 */
static int is_running(pid_t pid)
{
	char text[64];
	int fd = open_proc(pid, "syscall");

	read_proc(fd, text, sizeof text);
	if (fd >= 0)
		close(fd);
	return strncmp(text, "running", 7) == 0;
}

/*
 * The next process of the sandbox, the executor's worker among them, in a walk through all that begins with `*walk` NULL; 0 at its end,
 * to which each walk must come.
 */
pid_t next_process(DIR **walk)
{
	struct dirent *entry;
	pid_t pid;

	if (!*walk && !(*walk = opendir("/proc")))
		return 0;
	while ((entry = readdir(*walk)))
		if ((pid = atoi(entry->d_name)) > 0)
			return pid;
	closedir(*walk);
	return 0;
}

/* Processes of the sandbox that no slot names, zombies apart; in `awake` how many of them are neither asleep nor stopped. */
int strangers(struct run *run, int *awake)
{
	DIR *walk = NULL;
	int count = 0;

	*awake = 0;
	for (pid_t pid; (pid = next_process(&walk));) {
		int fd;
		char state;

		if (is_known(run, pid))
			continue;
		fd = open_proc(pid, "stat");
		state = fd < 0 ? 'X' : read_state(fd, NULL, NULL, NULL);
		if (fd >= 0)
			close(fd);
		count += state != 'X' && state != 'Z';
		*awake += state == 'S' ? is_running(pid) : strchr("XZTtI", state) == NULL;
	}
	return count;
}

/* What follows the name of a field in /proc/PID/status, in `text`; empty where it is not there. */
const char *status_field(pid_t pid, const char *field, char *text, size_t room)
{
	int fd = open_proc(pid, "status");
	const char *at;

	read_proc(fd, text, room);
	if (fd >= 0)
		close(fd);
	at = strstr(text, field);
	return at ? at + strlen(field) : "";
}

/* A set of signals of it, bit n - 1 for signal n. */
uint64_t status_mask(pid_t pid, const char *field)
{
	char text[STATUS_ROOM];

	return strtoull(status_field(pid, field, text, sizeof text), NULL, 16);
}

/* Whether all those that no slot names are stopped, or dead. */
int all_are_stopped(struct run *run)
{
	DIR *walk = NULL;
	int running = 0;

	for (pid_t pid; (pid = next_process(&walk));) {
		int fd = is_known(run, pid) ? -1 : open_proc(pid, "stat");

		if (fd < 0)
			continue;
		running += !strchr("XZT", read_state(fd, NULL, NULL, NULL));
		close(fd);
	}
	return running == 0;
}

/* Zombies that are children of the init and that no slot names: what a storm has left. */
int storm_zombies(struct run *run)
{
	DIR *walk = NULL;
	int count = 0;

	for (pid_t pid; (pid = next_process(&walk));) {
		pid_t parent, group, session;
		int fd;

		if (is_known(run, pid))
			continue;
		fd = open_proc(pid, "stat");
		count += fd >= 0 && read_state(fd, &parent, &group, &session) == 'Z' && parent == run->init;
		if (fd >= 0)
			close(fd);
	}
	return count;
}

/* Children of the init that no slot names, dead or alive. */
int own_strangers(struct run *run)
{
	DIR *walk = NULL;
	int count = 0;

	for (pid_t pid; (pid = next_process(&walk));) {
		pid_t parent = 0, group, session;
		int fd = is_known(run, pid) ? -1 : open_proc(pid, "stat");

		if (fd < 0)
			continue;
		count += read_state(fd, &parent, &group, &session) != 'X' && parent == run->init;
		close(fd);
	}
	return count;
}

/* Kills all that is of a run, in one go. */
void kill_all(void)
{
	DIR *walk = NULL;

	for (pid_t pid; (pid = next_process(&walk));)
		if (pid != getpid() && !zygote_is(pid))
			kill(pid, SIGKILL);
}
