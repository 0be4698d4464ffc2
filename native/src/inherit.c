/* What a sandbox would inherit from the person who starts Node, and does not: session, keys, groups, limits, signals, words. */
#include "executor.h"
#include "guard.h"

#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <linux/keyctl.h>

/*
 * Real-time without a sleep after which the kernel kills, µs. The watchdog acts after 60 ms: this is for a tree that keeps the CPU from
 * tearing it down after its worker was killed. One that spins in its own exit it does not help: there the class does, SCHED_RR.
 */
#define REALTIME_US 2000000

/* Limits that every init starts with, whatever the shell that started Node had. */
void set_limits(void)
{
	struct rlimit files = { 1024, 4096 }, core, realtime = { REALTIME_US, REALTIME_US };

	getrlimit(RLIMIT_CORE, &core);
	core.rlim_cur = 0;
	setrlimit(RLIMIT_CORE, &core);
	setrlimit(RLIMIT_NOFILE, &files);
	setrlimit(RLIMIT_RTTIME, &realtime);
}

/*
 * In the worker: processes are counted for each user namespace, but the limit that its creator had then holds for all processes of that
 * user, those of other executors among them. A lower limit stays as it is.
 */
static void limit_processes(rlim_t most)
{
	struct rlimit limit = { most, most };

	setrlimit(RLIMIT_NPROC, &limit);
}

/*
 * In the child of a guard, once its ids are mapped: becomes root of its user namespace, which may have so many processes, and dies with the
 * guard, which has the other end of `alive`.
 */
void become_led(int alive, rlim_t processes)
{
	struct pollfd guard = { alive, 0, 0 };

	/* So that /proc/PID/cgroup names no group of the host. Without such namespaces it does. */
	unshare(CLONE_NEWCGROUP);
	if (setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)
		die_errno(EXIT_MACHINE, "cannot become root of the user namespace");
	limit_processes(processes);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* The guard may have gone before the line above: its end of the pipe tells. */
	if (poll(&guard, 1, 0) > 0)
		_exit(EXIT_HARNESS);
}

/* Inits start with what a scenario says of signals, whatever Node was started with. */
void reset_signals(void)
{
	struct { void *handler; unsigned long flags; void *restorer; uint64_t mask; } standard = { NULL, 0, NULL, 0 };
	uint64_t none = 0;

	/* The C library would leave out 32 and 33. */
	for (int number = 1; number <= 64; number++)
		syscall(SYS_rt_sigaction, number, &standard, NULL, 8);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, 8);
}

/*
 * Nothing that the person who started Node can do is handed on: the terminal, the process group (which is no matter of PID namespaces), the
 * keys of the session, and, where there is the privilege to, the further groups.
 */
void leave_session(void)
{
	setsid();
	/* EPERM or ENOSYS: under a filter of system calls, or without keys, there is none to be had. */
	syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
	/* EPERM: root of a user namespace only, where groups were given up (user_namespaces(7)): there is no privilege to. */
	if (geteuid() == 0 && setgroups(0, NULL) < 0 && errno != EPERM)
		die_errno(EXIT_MACHINE, "cannot leave the groups of the user");
}

/* Words of the command line are paths of the host, and anybody in the sandbox can read those of the worker (proc(5), cmdline). */
void forget_arguments(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		memset(argv[i], 0, strlen(argv[i]));
}
