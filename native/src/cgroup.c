/*
 * The control group that bounds the memory of an executor, where one can be had: a child of a group of the guard's own, below which
 * everything of its worker is. The guard makes it and removes it. What a guard that was killed has left, the next one removes, or Node by
 * "executor sweep".
 */
#include "executor.h"
#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* "initproof-PID": PID is the guard's. */
#define PREFIX "initproof-"
/* Longest wait for all that die in a group, ms: the kernel tears a sandbox down in a few, and a busy machine takes some hundred. */
#define DYING_MS 2000
/* Between two tries to remove a group, ms: what is in the way is gone with the first, or the next few. */
#define AGAIN_MS 1

/* What the two versions call the same: Documentation/admin-guide/cgroup-v1/memory.rst, cgroup-v2.rst. */
static const struct version {
	const char *limit;
	const char *swap;  /* the limit beside which no swap is left */
	int swap_is_total; /* it bounds memory and swap together */
	const char *usage, *events;
} versions[] = {
	[CGROUP_V1] = { "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", 1, "memory.usage_in_bytes", "memory.oom_control" },
	[CGROUP_V2] = { "memory.max", "memory.swap.max", 0, "memory.current", "memory.events" },
};

/* Opens a file of a group. -1 where that cannot be. */
int cgroup_file(const char *directory, const char *name, int flags)
{
	char path[PATH_MAX + 64];

	snprintf(path, sizeof path, "%s/%s", directory, name);
	return open(path, flags | O_CLOEXEC);
}

static int write_number(const char *directory, const char *name, uint64_t number)
{
	char text[32];
	int fd = cgroup_file(directory, name, O_WRONLY), size = snprintf(text, sizeof text, "%llu", (unsigned long long)number), done;

	done = fd >= 0 && write(fd, text, (size_t)size) == size;
	if (fd >= 0)
		close(fd);
	return done ? 0 : -1;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Waits until those that are in the group now have ended, or until that moment. */
static void wait_for_members(const char *directory, int64_t until)
{
	int fd = cgroup_file(directory, "cgroup.procs", O_RDONLY);
	FILE *members = fd < 0 ? NULL : fdopen(fd, "r");
	int64_t left;
	int pid;

	while (members && (left = until - now_ms()) > 0 && fscanf(members, "%d", &pid) == 1) {
		struct pollfd end = { (int)syscall(SYS_pidfd_open, pid, 0), POLLIN, 0 };

		if (end.fd >= 0) {
			poll(&end, 1, (int)left);
			close(end.fd);
		}
	}
	if (members)
		fclose(members);
}

/*
 * Removes a group in which all are dying. The end of a process is told before it has left its group (kernel/cgroup/cgroup.c:
 * cgroup_task_dead), and of that version 1 tells nothing: it is tried again. Where somebody does not die, the group stays.
 */
static void discard(const char *directory)
{
	struct timespec pause = { 0, AGAIN_MS * 1000000L };
	int64_t until = now_ms() + DYING_MS;

	while (rmdir(directory) < 0 && errno == EBUSY && now_ms() < until) {
		wait_for_members(directory, until);
		nanosleep(&pause, NULL);
	}
}

/* Whether a process has not ended yet: of one that has, and that nobody has waited for, the pidfd is readable (pidfd_open(2)). */
static int is_alive(pid_t pid)
{
	struct pollfd end = { (int)syscall(SYS_pidfd_open, pid, 0), POLLIN, 0 };
	int alive = end.fd < 0 ? errno != ESRCH && errno != EINVAL : poll(&end, 1, 0) == 0;

	if (end.fd >= 0)
		close(end.fd);
	return alive;
}

/* Removes the groups in PARENT of guards that are gone. The kernel keeps those with members. */
static void sweep(const char *parent)
{
	DIR *walk = opendir(parent);
	struct dirent *entry;
	char path[PATH_MAX + 256];

	while (walk && (entry = readdir(walk))) {
		int pid = strncmp(entry->d_name, PREFIX, sizeof PREFIX - 1) == 0 ? atoi(entry->d_name + sizeof PREFIX - 1) : 0;

		if (pid <= 0 || is_alive(pid))
			continue;
		snprintf(path, sizeof path, "%s/%s", parent, entry->d_name);
		discard(path);
	}
	if (walk)
		closedir(walk);
}

/* Makes the group in PARENT, of at most BYTES. 0 where that is not allowed. */
static int make_in(struct cgroup *group, const char *parent, uint64_t bytes)
{
	const struct version *version = &versions[group->version];

	snprintf(group->directory, sizeof group->directory, "%.*s/" PREFIX "%d", PATH_MAX - 32, parent, getpid());
	/* A guard that had the same pid may have left one, with its counts. */
	rmdir(group->directory);
	if (mkdir(group->directory, 0755) < 0)
		return 0;
	group->usage = cgroup_file(group->directory, version->usage, O_RDONLY);
	group->events = cgroup_file(group->directory, version->events, O_RDONLY);
	if (group->usage < 0 || group->events < 0 || write_number(group->directory, version->limit, bytes) < 0) {
		rmdir(group->directory);
		return 0;
	}
	/* Without swap, or without its accounting, there is no such file. */
	write_number(group->directory, version->swap, version->swap_is_total ? bytes : 0);
	return 1;
}

/* Makes a group for what the caller will start, and removes what others have left. Its version is CGROUP_NONE where none is to be had. */
void cgroup_make(struct cgroup *group, uint64_t bytes)
{
	char parent[PATH_MAX];

	for (group->version = CGROUP_V1; group->version <= CGROUP_V2; group->version++) {
		if (!cgroup_parent(group->version, parent, sizeof parent))
			continue;
		sweep(parent);
		if (make_in(group, parent, bytes))
			return;
	}
	*group = (struct cgroup){ .version = CGROUP_NONE, .usage = -1, .events = -1 };
}

/* Puts PID, which has no children yet, into the group. Where that is not allowed there is none. */
void cgroup_enter(struct cgroup *group, pid_t pid)
{
	if (group->version == CGROUP_NONE || write_number(group->directory, "cgroup.procs", (uint64_t)pid) == 0)
		return;
	cgroup_remove(group);
	group->version = CGROUP_NONE;
}

/* Removes it; everybody in it has ended. */
void cgroup_remove(const struct cgroup *group)
{
	if (group->version != CGROUP_NONE)
		discard(group->directory);
}

/* Removes all groups of guards that are gone. */
void cgroup_sweep(void)
{
	char parent[PATH_MAX];

	for (int version = CGROUP_V1; version <= CGROUP_V2; version++)
		if (cgroup_parent(version, parent, sizeof parent))
			sweep(parent);
}
