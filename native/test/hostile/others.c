/* Attempts on what else is in the sandbox: the executor's worker, zygotes, other targets, the actor's program, the record. */
#include "attempt.h"

#include <dirent.h>
#include <limits.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "../../src/filter.h"

#define ACTOR "/initproof/actor"
/* Where actors have the record (actor.h). */
#define RECORD 0x71000000UL

/* Whether a file names a path of the host: one of more than its own root. */
static long names_path(const struct attempt *self)
{
	char text[16384];
	int fd = open(self->path, O_RDONLY);
	ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	for (ssize_t i = 0; i + 1 < size; i++)
		if (text[i] == '/' && text[i + 1] > ' ')
			return 0;
	return size < 0 ? -1 : refused(ENODATA);
}

static long follows(const struct attempt *self)
{
	char text[PATH_MAX];

	return readlink(self->path, text, sizeof text);
}

/* Whether a process of /proc belongs to neither this run nor the worker: a zygote, or one that is left of another run. */
static int is_stranger(pid_t pid)
{
	return pid != 1 && status_number(pid, "\nNSpid:", 1) < 0;
}

/* Opens a file of any stranger: what it is called is in `path`. */
static long opens_of_strangers(const struct attempt *self)
{
	char path[64];
	void *walk = NULL;
	int cause = ESRCH;

	for (pid_t pid; (pid = next_in_proc(&walk));) {
		snprintf(path, sizeof path, "/proc/%d/%s", pid, self->path);
		if (is_stranger(pid) && open(path, (int)self->number) >= 0)
			return 0;
		cause = is_stranger(pid) ? errno : cause;
	}
	return refused(cause);
}

/* Signals any stranger: by its number, and by its directory in /proc, which stands for a pidfd. */
static long signals_strangers(const struct attempt *self)
{
	char path[64];
	void *walk = NULL;
	int cause = ESRCH;

	for (pid_t pid; (pid = next_in_proc(&walk));) {
		snprintf(path, sizeof path, "/proc/%d", pid);
		if (is_stranger(pid) && syscall(SYS_pidfd_send_signal, open(path, O_RDONLY), self->number, NULL, 0) == 0)
			return 0;
		cause = is_stranger(pid) ? errno : cause;
	}
	return refused(cause);
}

static long traces_strangers(const struct attempt *self)
{
	void *walk = NULL;

	for (pid_t pid; (pid = next_in_proc(&walk));)
		if (is_stranger(pid) && ptrace((enum __ptrace_request)self->number, pid, 0, 0) == 0)
			return 0;
	return refused(EPERM);
}

/* Finds files of another target, and where `number` says so removes or writes them. */
static long finds_other_targets(const struct attempt *self)
{
	char path[64], own[64] = "";
	DIR *targets = opendir("/initproof/bin"), *files;
	struct dirent *entry, *file;

	if (readlink("/proc/self/exe", own, sizeof own - 1) < 0 || !targets)
		return -1;
	while ((entry = readdir(targets))) {
		snprintf(path, sizeof path, "/initproof/bin/%.20s", entry->d_name);
		if (entry->d_name[0] == '.' || strncmp(own, path, strlen(path)) == 0)
			continue;
		files = opendir(path);
		while (files && (file = readdir(files)))
			if (file->d_name[0] != '.')
				return 0;
		snprintf(path, sizeof path, "/initproof/bin/%.20s/new", entry->d_name);
		if (self->number && open(path, O_CREAT | O_WRONLY, 0755) >= 0)
			return 0;
	}
	return refused(ENOENT);
}

/* Writes to its own program, which later runs of it are exec'ed from. */
static long writes_own_program(const struct attempt *self)
{
	char own[PATH_MAX] = "";

	if (readlink("/proc/self/exe", own, sizeof own - 1) < 0)
		return -1;
	return self->number ? rename(own, "/tmp/own") : open(own, O_WRONLY);
}

static long truncates(const struct attempt *self)
{
	return truncate(self->path, self->number);
}

static long renames_over(const struct attempt *self)
{
	int fd = open("/tmp/other", O_CREAT | O_WRONLY, 0755);

	return fd < 0 ? -1 : rename("/tmp/other", self->path);
}

static long renames_away(const struct attempt *self)
{
	return rename(self->path, "/tmp/away");
}

static long removes(const struct attempt *self)
{
	return unlink(self->path);
}

static long changes_mode(const struct attempt *self)
{
	return chmod(self->path, (mode_t)self->number);
}

static long changes_owner(const struct attempt *self)
{
	return chown(self->path, 0, 0);
}

/* Maps a program so that what is written there is written to it. */
static long maps_shared(const struct attempt *self)
{
	int fd = open(self->path, O_RDWR);

	return fd;
}

/* The record by the name that /proc has for it in any process, by descriptor and by mapping. */
static long finds_record(const struct attempt *self)
{
	char path[600], target[PATH_MAX];
	struct dirent *entry;
	void *walk = NULL;

	for (pid_t pid; (pid = next_in_proc(&walk));) {
		DIR *names;

		snprintf(path, sizeof path, "/proc/%d/%s", pid, self->path);
		names = opendir(path);
		while (names && (entry = readdir(names))) {
			ssize_t size;

			snprintf(path, sizeof path, "/proc/%d/%s/%s", pid, self->path, entry->d_name);
			size = readlink(path, target, sizeof target - 1);
			target[size > 0 ? size : 0] = 0;
			if ((strstr(target, "memfd:") || strstr(target, "/ctl")) && open(path, O_RDWR) >= 0)
				return 0;
		}
		if (names)
			closedir(names);
	}
	return refused(ENOENT);
}

/* The record by a descriptor of its own, or by a name where older executors had one. */
static long has_record(const struct attempt *self)
{
	struct stat file;

	for (int fd = 3; fd < 1024; fd++)
		if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && file.st_size > 65536)
			return 0;
	return self->path ? open(self->path, O_RDWR) : refused(EBADF);
}

/* Reads or writes memory of every process of /proc where actors have the record. */
static long reaches_memory(const struct attempt *self)
{
	char bytes[8];
	struct iovec own = { bytes, sizeof bytes }, record = { (void *)RECORD, sizeof bytes };

	for (int pid = 1; pid < 4096; pid++)
		if (syscall(self->number, pid, &own, 1, &record, 1, 0) > 0)
			return 0;
	return refused(EPERM);
}

/* Takes a descriptor of another process. */
static long takes_descriptors(const struct attempt *self)
{
	for (int pid = 1; pid < 64; pid++) {
		int pidfd = pid == getpid() ? -1 : (int)syscall(SYS_pidfd_open, pid, 0);

		for (int fd = 3; pidfd >= 0 && fd < 64; fd++)
			if (syscall(self->number, pidfd, fd, 0) >= 0)
				return 0;
	}
	return refused(EPERM);
}

/* Calls its own memory another program's, by which the gate knows actors: the option of prctl(2) in `number`. */
static long pretends_program(const struct attempt *self)
{
	int fd = open(ACTOR, O_RDONLY);

	return prctl(PR_SET_MM, (unsigned long)self->number, fd, 0, 0);
}

static long pretends_program_i386(const struct attempt *self)
{
	int fd = open(ACTOR, O_RDONLY);

	return call_i386(172, PR_SET_MM, self->number, fd, 0);
}

static const struct attempt rows[] = {
	{ "reads-worker-memory", BOTH, "/proc/1/mem", opens, "/proc/1/mem", O_RDONLY, 0, 0 },
	{ "writes-worker-memory", BOTH, "/proc/1/mem", opens, "/proc/1/mem", O_RDWR, 0, 0 },
	{ "reads-worker-environment", BOTH, "/proc/1/environ", reads, "/proc/1/environ", 0, 0, 0 },
	{ "reads-worker-maps", BOTH, "/proc/1/maps", reads, "/proc/1/maps", 0, 0, 0 },
	{ "reads-worker-stack", BOTH, "/proc/1/stack", reads, "/proc/1/stack", 0, 0, 0 },
	{ "reads-worker-auxv", BOTH, "/proc/1/auxv", reads, "/proc/1/auxv", 0, 0, 0 },
	{ "names-host-paths", BOTH, "paths of the host in /proc/1/cmdline", names_path, "/proc/1/cmdline", 0, 0, 0 },
	{ "lists-worker-descriptors", BOTH, "/proc/1/fd", opens, "/proc/1/fd", O_RDONLY, 0, 0 },
	{ "takes-worker-descriptor", BOTH, "/proc/1/fd/3", opens, "/proc/1/fd/3", O_RDWR, 0, 0 },
	{ "follows-worker-root", BOTH, "/proc/1/root", follows, "/proc/1/root", 0, 0, 0 },
	{ "follows-worker-directory", BOTH, "/proc/1/cwd", follows, "/proc/1/cwd", 0, 0, 0 },
	{ "follows-worker-program", BOTH, "/proc/1/exe", follows, "/proc/1/exe", 0, 0, 0 },
	{ "enters-worker-root", BOTH, "a file below /proc/1/root", opens, "/proc/1/root/inits", O_RDONLY, 0, 0 },
	{ "spares-worker", BOTH, "oom_score_adj of the worker", overwrites, "/proc/1/oom_score_adj", 0, 0, 0 },
	{ "reads-zygote-memory", BOTH, "/proc/ZYGOTE/mem", opens_of_strangers, "mem", O_RDONLY, 0, 0 },
	{ "writes-zygote-memory", BOTH, "/proc/ZYGOTE/mem", opens_of_strangers, "mem", O_RDWR, 0, 0 },
	{ "takes-zygote-descriptor", BOTH, "/proc/ZYGOTE/fd/0", opens_of_strangers, "fd/0", O_RDONLY, 0, 0 },
	{ "enters-zygote-root", BOTH, "/proc/ZYGOTE/root", opens_of_strangers, "root/", O_RDONLY, 0, 0 },
	{ "enters-zygote-namespace", BOTH, "/proc/ZYGOTE/ns/pid", opens_of_strangers, "ns/pid", O_RDONLY, 0, 0 },
	{ "traces-zygote", BOTH, "PTRACE_ATTACH", traces_strangers, NULL, PTRACE_ATTACH, 0, 0 },
	{ "seizes-zygote", BOTH, "PTRACE_SEIZE", traces_strangers, NULL, PTRACE_SEIZE, 0, 0 },
	{ "kills-zygote", BOTH, "a signal by /proc/ZYGOTE as a pidfd", signals_strangers, NULL, SIGKILL, 0, 0 },
	{ "reads-other-targets", BOTH, "programs of other targets", finds_other_targets, NULL, 0, 0, 0 },
	{ "writes-other-targets", BOTH, "files beside programs of other targets", finds_other_targets, NULL, 1, 0, 0 },
	{ "writes-own-program", BOTH, "its own program, for its next run", writes_own_program, NULL, 0, 0, 0 },
	{ "renames-own-program", BOTH, "renames its own program", writes_own_program, NULL, 1, 0, 0 },
	{ "adds-program", BOTH, "a further program", makes_file, "/initproof/bin/" WAS_HERE, 0, 0, 0 },
	{ "writes-actor", BOTH, "the actor's program", overwrites, ACTOR, 0, 0, 0 },
	{ "truncates-actor", BOTH, "truncate", truncates, ACTOR, 0, 0, 0 },
	{ "maps-actor", BOTH, "the actor's program opened to be mapped shared", maps_shared, ACTOR, 0, 0, 0 },
	{ "renames-over-actor", BOTH, "another program under its name", renames_over, ACTOR, 0, 0, 0 },
	{ "renames-actor", BOTH, "the actor's program under another name", renames_away, ACTOR, 0, 0, 0 },
	{ "renames-initproof", BOTH, "its folder", renames_away, "/initproof", 0, 0, 0 },
	{ "removes-actor", BOTH, "unlink", removes, ACTOR, 0, 0, 0 },
	{ "changes-mode-of-actor", BOTH, "chmod", changes_mode, ACTOR, 0, 0, 0 },
	{ "changes-owner-of-actor", BOTH, "chown", changes_owner, ACTOR, 0, 0, 0 },
	{ "writes-set-uid-actor", BOTH, "the actor's set-uid program", overwrites, "/initproof/set-uid", 0, 0, 0 },
	{ "writes-initproof", BOTH, "a new file in /initproof", makes_file, "/initproof/" WAS_HERE, 0, 0, 0 },
	{ "finds-record-by-descriptor", BOTH, "the record by /proc/PID/fd", finds_record, "fd", 0, 0, 0 },
	{ "finds-record-by-mapping", BOTH, "the record by /proc/PID/map_files", finds_record, "map_files", 0, 0, 0 },
	{ "has-record", BOTH, "the record among its own descriptors", has_record, NULL, 0, 0, 0 },
	{ "finds-record-by-name", BOTH, "the record as it was called once", has_record, "/initproof/ctl", 0, 0, 0 },
	{ "reads-memory", BOTH, "process_vm_readv of everybody", reaches_memory, NULL, SYS_process_vm_readv, 0, 0 },
	{ "writes-memory", BOTH, "process_vm_writev of everybody", reaches_memory, NULL, SYS_process_vm_writev, 0, 0 },
	{ "takes-descriptors", BOTH, "pidfd_getfd of everybody", takes_descriptors, NULL, SYS_pidfd_getfd, 0, 0 },
	{ "pretends-program", BOTH, "PR_SET_MM_EXE_FILE", pretends_program, NULL, PR_SET_MM_EXE_FILE, 0, 0 },
	{ "pretends-program-by-map", BOTH, "PR_SET_MM_MAP_SIZE", pretends_program, NULL, PR_SET_MM_MAP_SIZE, 0, 0 },
	{ "pretends-program-i386", BOTH, "PR_SET_MM_EXE_FILE by a 32-bit call", pretends_program_i386, NULL, PR_SET_MM_EXE_FILE, 0, 0 },
};

const struct table others = { "others", rows, sizeof rows / sizeof *rows };
