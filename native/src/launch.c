/* The state in which the init is exec'ed, as the launch of the scenario asks for it. All of it runs in the child, until its exec. */
#include "executor.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* In the order of `program.limits`. */
static const int resources[LAUNCH_LIMITS] = { RLIMIT_NOFILE, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_FSIZE, RLIMIT_AS };

static IN_CHILD void set_signals(const struct program *program)
{
	uint64_t blocked = program->blocked;

	for (int signal = 1; signal <= 64; signal++) {
		struct { void *handler; unsigned long flags; void *restorer; uint64_t mask; } ignore = { (void *)1, 0, NULL, 0 };

		if (program->ignored >> (signal - 1) & 1)
			syscall(SYS_rt_sigaction, signal, &ignore, NULL, 8);
	}
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &blocked, NULL, 8);
}

/* Pending signals are kept over an exec (execve(2)); these are blocked by now. */
static IN_CHILD void raise_pending(const struct program *program)
{
	for (int signal = 1; signal <= 64; signal++)
		if (program->pending >> (signal - 1) & 1)
			syscall(SYS_kill, getpid(), signal);
}

static IN_CHILD void set_descriptors(const struct run *run, const struct program *program)
{
	const struct sandbox *sandbox = run->sandbox;

	for (int fd = 0; fd < 3 && run->terminal.slave >= 0; fd++)
		dup2(run->terminal.slave, fd);
	for (int fd = 3; fd < 64; fd++)
		if (program->open >> fd & 1)
			dup2(sandbox->extra, fd);
	for (int fd = 1; fd < 3; fd++)
		if (program->full >> fd & 1)
			dup2(sandbox->full, fd);
	for (int fd = 0; fd < 3; fd++)
		if (program->closed >> fd & 1)
			close(fd);
}

static IN_CHILD void chdir_or_leave(const char *path)
{
	if (chdir(path) < 0)
		_exit(127);
}

/* What the launch says goes before what the target does. */
IN_CHILD void launch_enter_directory(const struct run *run)
{
	const struct program *program = run->program;
	const char *directory = run->sandbox->targets[program->binary].directory;

	if (program->directory == DIRECTORY_ROOT && directory)
		chdir_or_leave(directory);
	if (program->directory == DIRECTORY_OWN)
		chdir_or_leave("/initproof/own");
	if (program->directory == DIRECTORY_UNREADABLE)
		chdir_or_leave("/initproof/unreadable");
	if (program->directory == DIRECTORY_DELETED && mkdir("/initproof/own/deleted", 0755) == 0) {
		chdir_or_leave("/initproof/own/deleted");
		rmdir("/initproof/own/deleted");
	}
}

/* The limit that the init starts with: a soft one above the machine's hard one is that. */
IN_CHILD struct rlimit launch_limit(const struct run *run, int resource)
{
	struct rlimit limit = run->sandbox->limits[resource];

	for (int i = 0; i < LAUNCH_LIMITS; i++)
		if (resources[i] == resource && run->program->limits[i] != LIMIT_AS_IT_IS)
			limit.rlim_cur = run->program->limits[i] < limit.rlim_max ? run->program->limits[i] : limit.rlim_max;
	if (resource == RLIMIT_NPROC && run->room)
		limit.rlim_cur = limit.rlim_max = run->room;
	return limit;
}

static IN_CHILD void set_limits(const struct run *run)
{
	for (int i = 0; i < LAUNCH_LIMITS; i++) {
		struct rlimit limit = launch_limit(run, resources[i]);

		if (run->program->limits[i] != LIMIT_AS_IT_IS)
			setrlimit(resources[i], &limit);
	}
	/* The init itself is one of its user's already, and so are the processes of the executor. */
	if (run->program->command == COMMAND_NO_PROCESS_LEFT)
		setrlimit(RLIMIT_NPROC, &(struct rlimit){ 1, 1 });
}

/* Whether the launch asks for nothing that has to be set before an exec. */
int launch_is_plain(const struct program *program)
{
	int limits = 0;

	for (int i = 0; i < LAUNCH_LIMITS; i++)
		limits |= program->limits[i] != LIMIT_AS_IT_IS;
	if (program->flags & ~(uint32_t)(PROGRAM_CAREFUL | PROGRAM_MEASURE | PROGRAM_ZYGOTE) || program->nice || program->command == COMMAND_NO_PROCESS_LEFT)
		return 0;
	if (program->pids_limit || program->user != USER_AS_IT_IS)
		return 0;
	return program->directory == DIRECTORY_ROOT && program->umask == UMASK_AS_IT_IS && !limits && !program->blocked && !program->ignored &&
	       !program->pending && !program->early && !program->open && !program->closed && !program->full;
}

/*
 * Puts the calling process into the state that the launch of `run` asks for. Limits come late: that of descriptors is for the init. Then
 * privilege, which the rest takes.
 */
IN_CHILD void launch_enter(struct run *run)
{
	const struct program *program = run->program;

	launch_enter_directory(run);
	set_descriptors(run, program);
	set_signals(program);
	raise_pending(program);
	if (program->umask != UMASK_AS_IT_IS)
		umask(program->umask);
	if (program->nice)
		setpriority(PRIO_PROCESS, 0, program->nice);
	if (program->flags & PROGRAM_NO_NEW_PRIVS)
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	set_limits(run);
	if (program->flags & PROGRAM_NO_CAPABILITIES)
		drop_capabilities();
	if (program->user != USER_AS_IT_IS)
		become_user(program->user);
}
