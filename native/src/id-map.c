/* A user namespace in which nobody is, for its map alone: mounts that map ids are given one (mount_setattr(2), MOUNT_ATTR_IDMAP). */
#include "root.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* Writes `map` to a file of a process below `proc`. Returns 0, or -1 where the kernel does not take it. */
static int write_map(const char *proc, pid_t pid, const char *file, const char *map)
{
	char path[64];
	int fd, done;

	snprintf(path, sizeof path, "%s/%d/%s", proc, pid, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	done = fd >= 0 && write(fd, map, strlen(map)) == (ssize_t)strlen(map);
	if (fd >= 0)
		close(fd);
	return done ? 0 : -1;
}

/* `proc`: where /proc is mounted; `map`: a line of uid_map and of gid_map (user_namespaces(7)). Returns a descriptor or -1. */
int open_id_map(const char *proc, const char *map)
{
	char path[64];
	int opened = -1;
	pid_t pid = (pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);

	if (pid == 0)
		for (;;)
			pause();
	if (pid < 0)
		return -1;
	snprintf(path, sizeof path, "%s/%d/ns/user", proc, pid);
	if (write_map(proc, pid, "uid_map", map) == 0 && write_map(proc, pid, "gid_map", map) == 0)
		opened = open(path, O_RDONLY | O_CLOEXEC);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return opened;
}
