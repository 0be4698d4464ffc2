/*
 * Tricks on the actor: in the process that becomes it, in the moment between its exec and its first instruction, and when it runs. The init
 * forwards nothing; it tells on SIGUSR1, which the scenario sends when all is at rest.
 */
#include "attempt.h"
#include "../../src/filter.h"

#include <dirent.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

/* Where the actor is linked to, and where it maps the record (actor.h). */
#define ACTOR_CODE 0x70000000UL
#define RECORD 0x71000000UL

static int kept = -1;
static long early = -1;
static int early_error;

/* All ways to open a file of a process. */
static int open_of(pid_t outer, const char *file, int flags)
{
	char path[128];

	snprintf(path, sizeof path, "/proc/%d/%s", outer, file);
	return open(path, flags | O_CLOEXEC);
}

/* Has the kernel trace the process for its parent. */
static void asks_to_be_traced(void)
{
	early = ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

/* The same as actors ask for it, without their secret. */
static void asks_the_gate(void)
{
	early = syscall(SYS_ptrace, PTRACE_TRACEME, GATE_TRACEME, 0, 0, 0, 0);
}

static void asks_to_be_traced_i386(void)
{
	call_i386(26, PTRACE_TRACEME, 0, 0, 0);
}

/* Reads a word of main's memory as its tracer. */
static long peeks(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)outer;
	errno = 0;
	return ptrace(PTRACE_PEEKDATA, pid, (void *)ACTOR_CODE, NULL) == -1 && errno ? -1 : 0;
}

static long peeks_i386(const struct trick *self, pid_t pid, pid_t outer)
{
	static uint32_t word;

	(void)self, (void)outer;
	return call_i386(26, PTRACE_PEEKDATA, pid, (long)ACTOR_CODE, (long)&word);
}

static long pokes(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)outer;
	return ptrace(PTRACE_POKEDATA, pid, (void *)RECORD, NULL);
}

static long reads_registers(const struct trick *self, pid_t pid, pid_t outer)
{
	struct user_regs_struct registers;

	(void)self, (void)outer;
	return ptrace(PTRACE_GETREGS, pid, NULL, &registers);
}

static long writes_register(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)outer;
	return ptrace(PTRACE_POKEUSER, pid, (void *)offsetof(struct user, regs.rip), (void *)ACTOR_CODE);
}

static long lets_go_on(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)outer;
	return ptrace(PTRACE_CONT, pid, NULL, NULL);
}

static long lets_go(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)outer;
	return ptrace(PTRACE_DETACH, pid, NULL, (void *)(long)SIGUSR1);
}

static long sets_options(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)outer;
	return ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)PTRACE_O_TRACEFORK);
}

static long reads_siginfo(const struct trick *self, pid_t pid, pid_t outer)
{
	siginfo_t info;

	(void)self, (void)outer;
	return ptrace(PTRACE_GETSIGINFO, pid, NULL, &info);
}

static long attaches(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)outer;
	return ptrace(PTRACE_ATTACH, pid, NULL, NULL);
}

static long seizes(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)outer;
	return ptrace(PTRACE_SEIZE, pid, NULL, NULL);
}

static long attaches_i386(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)outer;
	return call_i386(26, PTRACE_ATTACH, pid, 0, 0);
}

/* A filter that says of each umask(2) that it was 0. */
static struct sock_filter code[] = {
	{ BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr) },
	{ BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_umask },
	{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO },
	{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW },
};
static struct sock_fprog program = { sizeof code / sizeof *code, code };

/* What a child finds before its exec the parent learns by its own try: the filter is the same for both. */
static long filters_by_prctl(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)pid, (void)outer;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static long filters(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)pid, (void)outer;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

static long filters_i386(const struct trick *self, pid_t pid, pid_t outer)
{
	static struct { uint16_t size; uint32_t at; } low;

	(void)self, (void)pid, (void)outer;
	low.size = program.len;
	low.at = (uint32_t)(uintptr_t)code;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return call_i386(354, SECCOMP_SET_MODE_FILTER, 0, (long)&low, 0);
}

/* A filter that a process outside answers. */
static long listens(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)self, (void)pid, (void)outer;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

/* Opens a file of the process while that is readable, to read on when it is not. */
static long keeps_for_reading(const struct trick *self, pid_t pid, pid_t outer)
{
	(void)pid;
	return kept = open_of(outer, self->path, O_RDONLY);
}

/* Its memory at the record, by what was kept. */
static long reads_kept_memory(const struct trick *self, pid_t pid, pid_t outer)
{
	char bytes[64];

	(void)self, (void)pid, (void)outer;
	return kept < 0 ? -1 : pread(kept, bytes, sizeof bytes, (off_t)RECORD);
}

/* What a file that was opened then says now. */
static long reads_kept(const struct trick *self, pid_t pid, pid_t outer)
{
	char bytes[4096];
	ssize_t size = kept < 0 ? -1 : read(kept, bytes, sizeof bytes - 1);

	(void)self, (void)pid, (void)outer;
	return size == 0 ? refused(ENODATA) : size;
}

/* A descriptor below a directory that was opened then. */
static long opens_below_kept(const struct trick *self, pid_t pid, pid_t outer)
{
	char name[16];

	(void)self, (void)pid, (void)outer;
	for (int fd = 3; kept >= 0 && fd < 1024; fd++) {
		snprintf(name, sizeof name, "%d", fd);
		if (openat(kept, name, O_RDWR) >= 0)
			return 0;
	}
	return refused(EACCES);
}

/* Writes an instruction into its memory, where it begins. */
static long writes_memory(const struct trick *self, pid_t pid, pid_t outer)
{
	int fd = open_of(outer, "mem", O_RDWR);

	(void)self, (void)pid;
	return fd < 0 ? -1 : pwrite(fd, "\xcc", 1, (off_t)ACTOR_CODE + 0x1000);
}

static long writes_by_vm(const struct trick *self, pid_t pid, pid_t outer)
{
	char byte = 0;
	struct iovec own = { &byte, 1 }, its = { (void *)(ACTOR_CODE + 0x1000), 1 };

	(void)self, (void)outer;
	return syscall(SYS_process_vm_writev, pid, &own, 1, &its, 1, 0);
}

static long reads_by_vm(const struct trick *self, pid_t pid, pid_t outer)
{
	char bytes[8];
	struct iovec own = { bytes, sizeof bytes }, its = { (void *)RECORD, sizeof bytes };

	(void)self, (void)outer;
	return syscall(SYS_process_vm_readv, pid, &own, 1, &its, 1, 0);
}

/* Any descriptor of the process beyond the standard ones. */
static long takes_descriptor(const struct trick *self, pid_t pid, pid_t outer)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);

	(void)self, (void)outer;
	for (int fd = 3; fd < 256; fd++)
		if (syscall(SYS_pidfd_getfd, pidfd, fd, 0) >= 0)
			return 0;
	return refused(EPERM);
}

static long advises(const struct trick *self, pid_t pid, pid_t outer)
{
	struct iovec its = { (void *)RECORD, 4096 };
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);

	(void)self, (void)outer;
	return syscall(SYS_process_madvise, pidfd, &its, 1, 21 /* MADV_PAGEOUT */, 0);
}

static long joins(const struct trick *self, pid_t pid, pid_t outer)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);

	(void)self, (void)outer;
	return setns(pidfd, CLONE_NEWNS);
}

/* Opens a file of the running process, or follows what is a link. */
static long opens_its(const struct trick *self, pid_t pid, pid_t outer)
{
	char path[64], target[PATH_MAX];
	int fd = open_of(outer, self->path, O_RDONLY | O_NONBLOCK);
	ssize_t size;

	(void)pid;
	if (fd < 0)
		return -1;
	snprintf(path, sizeof path, "/proc/%d/%s", outer, self->path);
	size = readlink(path, target, sizeof target);
	return size > 0 ? size : read(fd, target, 16) > 0 ? 0 : refused(ENODATA);
}

/* The record by a link of the process: its descriptors, its mappings. */
static long finds_record(const struct trick *self, pid_t pid, pid_t outer)
{
	char path[600];
	struct dirent *entry;
	DIR *names;

	(void)pid;
	snprintf(path, sizeof path, "/proc/%d/%s", outer, self->path);
	names = opendir(path);
	if (!names)
		return -1;
	while ((entry = readdir(names))) {
		struct stat file;

		snprintf(path, sizeof path, "/proc/%d/%s/%s", outer, self->path, entry->d_name);
		if (entry->d_name[0] != '.' && stat(path, &file) == 0 && S_ISREG(file.st_mode) && file.st_size > 65536 && open(path, O_RDWR) >= 0)
			return 0;
	}
	return refused(EACCES);
}

/* A core of main, where the record may be in it. */
static void wants_core(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_CORE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_CORE, &limit);
	if (chdir("/tmp") < 0)
		_exit(127);
	prctl(PR_SET_DUMPABLE, 1);
}

/* Kills it so that a core is dumped, and looks for that. */
static long reads_core(const struct trick *self, pid_t pid, pid_t outer)
{
	struct dirent *entry;
	DIR *directory;

	(void)self, (void)outer;
	kill(pid, SIGSEGV);
	kill(pid, SIGSYS);
	waitpid(pid, NULL, 0);
	directory = opendir("/tmp");
	while (directory && (entry = readdir(directory)))
		if (strncmp(entry->d_name, "core", 4) == 0)
			return 0;
	return refused(ENOENT);
}

static const struct trick tricks[] = {
	{ "traced-by-wish", "PTRACE_TRACEME before the exec", asks_to_be_traced, NULL, peeks, NULL },
	{ "traced-by-wish-i386", "the same by a 32-bit call", asks_to_be_traced_i386, NULL, peeks, NULL },
	{ "traced-by-the-gate", "PTRACE_TRACEME as actors ask for it", asks_the_gate, NULL, peeks, NULL },
	{ "its-word", "PTRACE_PEEKDATA", NULL, NULL, peeks, NULL },
	{ "its-word-i386", "the same by a 32-bit call", NULL, NULL, peeks_i386, NULL },
	{ "its-word-written", "PTRACE_POKEDATA", NULL, NULL, pokes, NULL },
	{ "its-registers", "PTRACE_GETREGS", NULL, NULL, reads_registers, NULL },
	{ "its-register-written", "PTRACE_POKEUSER", NULL, NULL, writes_register, NULL },
	{ "made-to-go-on", "PTRACE_CONT", NULL, NULL, lets_go_on, NULL },
	{ "let-go", "PTRACE_DETACH with a signal", NULL, NULL, lets_go, NULL },
	{ "its-options", "PTRACE_SETOPTIONS", NULL, NULL, sets_options, NULL },
	{ "its-signal", "PTRACE_GETSIGINFO", NULL, NULL, reads_siginfo, NULL },
	{ "attached-in-window", "PTRACE_ATTACH between exec and first instruction", NULL, attaches, peeks, NULL },
	{ "seized-in-window", "PTRACE_SEIZE there", NULL, seizes, peeks, NULL },
	{ "attached", "PTRACE_ATTACH to main", NULL, NULL, attaches, NULL },
	{ "attached-i386", "the same by a 32-bit call", NULL, NULL, attaches_i386, NULL },
	{ "seized", "PTRACE_SEIZE of main", NULL, NULL, seizes, NULL },
	{ "filtered-by-prctl", "a filter of system calls by prctl", NULL, NULL, filters_by_prctl, NULL },
	{ "filtered", "a filter by seccomp", NULL, NULL, filters, NULL },
	{ "filtered-i386", "a filter by a 32-bit call", NULL, NULL, filters_i386, NULL },
	{ "listened-to", "a filter that is answered by somebody", NULL, NULL, listens, NULL },
	{ "memory-kept", "/proc/PID/mem opened for reading in the window", NULL, keeps_for_reading, reads_kept_memory, "mem" },
	{ "maps-kept", "/proc/PID/maps opened in the window", NULL, keeps_for_reading, reads_kept, "maps" },
	{ "environment-kept", "/proc/PID/environ opened in the window", NULL, keeps_for_reading, reads_kept, "environ" },
	{ "pages-kept", "/proc/PID/pagemap opened in the window", NULL, keeps_for_reading, reads_kept, "pagemap" },
	{ "descriptors-kept", "/proc/PID/fd opened in the window", NULL, keeps_for_reading, opens_below_kept, "fd" },
	{ "mappings-kept", "/proc/PID/map_files opened in the window", NULL, keeps_for_reading, opens_below_kept, "map_files" },
	{ "memory-written-in-window", "/proc/PID/mem written in the window", NULL, writes_memory, NULL, NULL },
	{ "memory-written", "/proc/PID/mem written", NULL, NULL, writes_memory, NULL },
	{ "vm-written-in-window", "process_vm_writev in the window", NULL, writes_by_vm, NULL, NULL },
	{ "vm-written", "process_vm_writev", NULL, NULL, writes_by_vm, NULL },
	{ "vm-read", "process_vm_readv", NULL, NULL, reads_by_vm, NULL },
	{ "descriptor-taken-in-window", "pidfd_getfd in the window", NULL, takes_descriptor, NULL, NULL },
	{ "descriptor-taken", "pidfd_getfd", NULL, NULL, takes_descriptor, NULL },
	{ "advised", "process_madvise of the record", NULL, NULL, advises, NULL },
	{ "joined", "setns by a pidfd of main", NULL, NULL, joins, NULL },
	{ "record-by-descriptor", "the record by /proc/PID/fd", NULL, NULL, finds_record, "fd" },
	{ "record-by-mapping", "the record by /proc/PID/map_files", NULL, NULL, finds_record, "map_files" },
	{ "its-memory", "/proc/PID/mem", NULL, NULL, opens_its, "mem" },
	{ "its-maps", "/proc/PID/maps", NULL, NULL, opens_its, "maps" },
	{ "its-environment", "/proc/PID/environ", NULL, NULL, opens_its, "environ" },
	{ "its-auxv", "/proc/PID/auxv", NULL, NULL, opens_its, "auxv" },
	{ "its-program", "/proc/PID/exe", NULL, NULL, opens_its, "exe" },
	{ "its-directory", "/proc/PID/cwd", NULL, NULL, opens_its, "cwd" },
	{ "its-root", "/proc/PID/root", NULL, NULL, opens_its, "root" },
	{ "its-stack", "/proc/PID/stack", NULL, NULL, opens_its, "stack" },
	{ "its-call", "/proc/PID/syscall", NULL, NULL, opens_its, "syscall" },
	{ "its-namespace", "/proc/PID/ns/mnt", NULL, NULL, opens_its, "ns/mnt" },
	{ "its-core", "a core of main", wants_core, NULL, reads_core, NULL },
};

static const struct trick *trick;
static pid_t actor;

/* Tells how it went: first what was tried in the window, where there is no more to it. */
static void tell(int signal)
{
	long result = early;

	(void)signal;
	errno = early_error;
	if (trick->later)
		result = trick->later(trick, actor, outer_of(actor));
	say(trick->name, result);
}

/* Becomes the actor; for its window below the parent, which then goes on while this one is in its exec. */
static void __attribute__((noreturn)) become_actor(void)
{
	if (trick->in_window)
		sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){ 0 });
	if (trick->in_child)
		trick->in_child();
	execv(command[0], command);
	_exit(127);
}

/* Stops the process, which is in its exec, before it comes out of that. */
static void use_window(void)
{
	int status;

	kill(actor, SIGSTOP);
	waitpid(actor, &status, WUNTRACED);
	early = trick->in_window(trick, actor, outer_of(actor));
	early_error = errno;
	kill(actor, SIGCONT);
}

/* Starts the command by the trick of the name, and tells of it upon SIGUSR1. NULL: lists all. */
void run_trick(const char *name)
{
	for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++)
		if (!name)
			printf("tricks\t%d\t%s\t%s\n", tricks[i].in_child || tricks[i].in_window ? 0 : MAIN, tricks[i].name, tricks[i].what);
		else if (strcmp(name, tricks[i].name) == 0)
			trick = &tricks[i];
	if (!trick)
		return;
	signal(SIGUSR1, tell);
	actor = (pid_t)syscall(SYS_clone, CLONE_VFORK | SIGCHLD, NULL, NULL, NULL, NULL);
	if (actor == 0)
		become_actor();
	if (trick->in_window)
		use_window();
	sleep_for_ever();
}

/* Uses the trick on who has entered: the newest that is neither main nor the init. */
static void tell_of_entered(int signal)
{
	void *walk = NULL;
	pid_t newest = 0, outer = 0;

	(void)signal;
	for (pid_t pid; (pid = next_in_proc(&walk));) {
		int inner = status_number(pid, "\nNSpid:", 1);

		if (inner > newest && inner != actor)
			outer = pid, newest = inner;
	}
	if (newest > 1)
		say(trick->name, trick->later(trick, newest, outer));
}

/* Starts the command, and upon SIGUSR1 uses the trick on who has entered; for tricks that need no more than that it runs. */
void run_entered(const char *name)
{
	for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++)
		if (strcmp(name, tricks[i].name) == 0 && !tricks[i].in_child && !tricks[i].in_window)
			trick = &tricks[i];
	if (!trick)
		return;
	signal(SIGUSR1, tell_of_entered);
	actor = start_command();
	sleep_for_ever();
}
