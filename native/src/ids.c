/* The ids of a worker's user namespace, mapped by the guard, which has the privilege if anybody has. */
#include "executor.h"
#include "guard.h"

#include <fcntl.h>
#include <sys/wait.h>

/* A worker that has been killed meanwhile is no fault of the machine; its files are root's then, or are gone. */
static int has_ended(pid_t worker)
{
	siginfo_t ended = { 0 };

	return waitid(P_PID, (id_t)worker, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == worker;
}

/* Writes a file of /proc/WORKER. */
static void write_file(pid_t worker, const char *file, const char *text)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "/proc/%d/%s", worker, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, text, strlen(text)) < 0) {
		int cause = errno, code = has_ended(worker) ? EXIT_HARNESS : EXIT_MACHINE;

		errno = cause;
		die_errno(code, "cannot set up the user namespace");
	}
	close(fd);
}

/* Maps the ids of the worker's user namespace: as root a range of them, as anybody else the own one. Ends the guard where that is refused. */
void map_ids(pid_t worker, int root)
{
	char line[64];

	if (!root)
		write_file(worker, "setgroups", "deny");
	snprintf(line, sizeof line, "0 %u %u", root ? UNUSED_IDS : geteuid(), root ? ID_COUNT : 1);
	write_file(worker, "uid_map", line);
	snprintf(line, sizeof line, "0 %u %u", root ? UNUSED_IDS : getegid(), root ? ID_COUNT : 1);
	write_file(worker, "gid_map", line);
}
