/*
 * The project's own sound init: `sound COMMAND [ARGUMENT...]`, as PID 1 of a PID namespace. Its contract is `plain`:
 *
 * - every signal goes to its child and to nobody else, but SIGKILL, SIGSTOP, SIGCHLD and the synchronous seven (which it swallows), and
 *   what a key press has sent to both of them already;
 * - the child starts in the init's own group and session, with all that was inherited as it was;
 * - it reaps until nothing is left, where it is not PID 1 as a subreaper; it leaves at once when its child is dead, and signals nobody
 * then;
 * - exit code: the child's, 128 + n for a death by signal n, 127 for a missing command (or interpreter of a script: execve(2) does
 *   not tell them apart), 126 for one that cannot be run, 1 for wrong usage.
 *
 * No handlers, so that it never races with itself; no descriptors of its own, so that closed standard ones do no harm. Sets of signals are
 * the kernel's 64 bits: glibc's sigfillset(3) leaves out 32 and 33.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define BIT(signal) (UINT64_C(1) << ((signal) - 1))
/* A process gets these for what it does itself. Swallowed when a user sends them, also where it is not PID 1. */
#define SYNCHRONOUS (BIT(SIGILL) | BIT(SIGTRAP) | BIT(SIGABRT) | BIT(SIGBUS) | BIT(SIGFPE) | BIT(SIGSEGV) | BIT(SIGSYS))
/* What a terminal makes of a key, for the whole group in its foreground (termios(3), ISIG). */
#define KEYS (BIT(SIGINT) | BIT(SIGQUIT) | BIT(SIGTSTP))

static const uint64_t all = UINT64_MAX;
static pid_t child;
static uint64_t older; /* pending when the child came to be: it may not have got these */
static siginfo_t taken; /* what the kernel tells of the last signal */
static uint64_t inherited_mask;
static struct sigaction inherited_sigchld;

/*
 * Blocks every signal before anything else: pending, even those ignored or at their default, which PID 1 would not get, are kept.
 * With SIGCHLD ignored, as it may be at exec, the kernel would reap, and the child's status be lost.
 */
static void prepare(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &inherited_mask, sizeof(all));
	sigaction(SIGCHLD, &standard, &inherited_sigchld);
}

/* Where it is not PID 1, orphans of its child's descent become its own by this (prctl(2)). */
static void adopt(void)
{
	if (getpid() != 1)
		prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

/* In the child: undoes `prepare`. What was forwarded before arrives here. */
static void restore(void)
{
	sigaction(SIGCHLD, &inherited_sigchld, NULL);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &inherited_mask, NULL, sizeof(all));
}

/* As execvp(3), less its fallback to a shell. Returns upon failure, errno the cause: that of a file found rather than ENOENT. */
static void execute(char **command)
{
	const char *path = getenv("PATH"), *end;
	char file[PATH_MAX + 1]; /* a longer name is cut, and still too long for the kernel */
	int cause = ENOENT;

	if (*command[0] == '\0' || strchr(command[0], '/'))
		path = "";
	for (path = path ? path : "/bin:/usr/bin"; path; path = *end ? end + 1 : NULL) {
		end = strchrnul(path, ':');
		snprintf(file, sizeof(file), "%.*s%s%s", (int)(end - path), path, end == path ? "" : "/", command[0]);
		execve(file, command, environ);
		if (errno != ENOENT)
			cause = errno;
	}
	errno = cause;
}

/* Exit code for an execve(2) that failed with `error`, as shells have it (POSIX, Shell Command Language, 2.8.2). */
static int exec_failure(int error)
{
	return error == ENOENT || error == ENOTDIR ? 127 : 126;
}

/*
 * Says why on stderr, if that takes it at once: a full pipe that nobody reads must not keep the container from ending (pipe(7)), nor a
 * file that has reached its limit change the code (setrlimit(2), RLIMIT_FSIZE).
 */
static void complain(const char *command)
{
	struct pollfd err = { STDERR_FILENO, POLLOUT, 0 };
	int cause = errno;

	signal(SIGXFSZ, SIG_IGN);
	if (poll(&err, 1, 0) > 0 && err.revents & POLLOUT) {
		errno = cause;
		dprintf(STDERR_FILENO, "sound: cannot run %s: %m\n", command);
	}
}

/* Forks the child, which becomes `command` or leaves with the code that says why not. vfork would let a stopped child hold the init. */
static void start(char **command)
{
	child = fork();
	if (child > 0) {
		syscall(SYS_rt_sigpending, &older, sizeof(older));
		return;
	}
	if (child == 0) {
		restore();
		execute(command);
	}
	int code = exec_failure(errno);
	complain(command[0]);
	_exit(code);
}

/* The init's exit code for the child's wait status. */
static int exit_code(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* A child, its own or adopted, was waited for. */
static void reaped(pid_t pid, int status)
{
	if (pid == child)
		_exit(exit_code(status));
}

/*
 * Waits for one that is dead, and tells its status. Returns its pid; 0 where no child is dead, -1 where none is left. A child that has
 * called PTRACE_TRACEME is traced by its parent: each signal stops it, and such a stop is reported without WUNTRACED (ptrace(2), wait4(2)).
 */
static pid_t next_dead(int *status)
{
	pid_t pid;

	do
		pid = waitpid(-1, status, WNOHANG);
	while (pid > 0 && WIFSTOPPED(*status));
	return pid;
}

/* Waits for all that is dead: one SIGCHLD may stand for many deaths, and names only one of them. */
static void reap(void)
{
	int pid, status;

	while ((pid = next_dead(&status)) > 0)
		reaped(pid, status);
}

/* Whether `signal` is passed on. SIGKILL and SIGSTOP are never taken. */
static bool forwarded(int signal)
{
	return !((SYNCHRONOUS | BIT(SIGCHLD)) & BIT(signal));
}

/*
 * Whether the child has it already: the kernel sends a key's signal to the whole group in the foreground. What it has sent to the init
 * before there was a child is the init's to pass on, and rather comes twice than never.
 */
static bool pressed(int signal)
{
	bool early = older & BIT(signal);

	older &= ~BIT(signal);
	return !early && KEYS & BIT(signal) && taken.si_signo == signal && taken.si_code == SI_KERNEL && getpgid(child) == getpgrp();
}

/* To a child that is dead and not yet waited for it does nothing; its pid cannot be another's until then. */
static void forward(int signal)
{
	kill(child, signal);
}

/* Sleeps until a signal is there and takes it, the lowest number first. Real-time ones come as often as sent. EINTR: it was frozen. */
static int next_signal(void)
{
	int signal;

	do
		signal = (int)syscall(SYS_rt_sigtimedwait, &all, &taken, NULL, sizeof(all));
	while (signal < 0);
	return signal;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		dprintf(STDERR_FILENO, "usage: sound COMMAND [ARGUMENT...]\n");
		return 1;
	}
	prepare();
	adopt();
	start(argv + 1);
	reap(); /* a child that it had before its exec may be dead already, its SIGCHLD spent */
	for (;;) {
		int signal = next_signal();

		if (signal == SIGCHLD)
			reap();
		else if (forwarded(signal) && !pressed(signal))
			forward(signal);
	}
}
