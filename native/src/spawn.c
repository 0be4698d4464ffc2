/* The start of the init: a fresh PID namespace, the state that the launch asks for, exec. */
#include "world.h"
#include "filter.h"
#include "priority.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <time.h>

#define CHILD_STACK 65536
/* Longest birth among the processes of an init, ms: a thousand times of what it takes. And between two looks at it. */
#define BIRTH_MS 2000
#define NAP_MS 20

struct launch {
	struct run *run;
	const char *path;
	int error; /* errno of the exec; the memory is shared until then */
	int traced, untraceable; /* whether the tracer starts it; that it may not */
};

static char child_stack[CHILD_STACK] __attribute__((aligned(16))), init_stack[CHILD_STACK] __attribute__((aligned(16)));
static char parent_stack[CHILD_STACK] __attribute__((aligned(16)));

/*
 * In a child: the tracer, its parent, takes it on at this stop (ptrace(2)). Traced even PID 1 stops by a SIGSTOP of its own. From there on
 * it is as a child of the spawner.
 */
static IN_CHILD void offer_to_tracer(struct launch *launch)
{
	launch->untraceable = ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0;
	if (launch->untraceable)
		_exit(127);
	syscall(SYS_kill, getpid(), SIGSTOP);
	if (filter_complete() < 0 || prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN) < 0)
		_exit(127);
}

/* In the init-to-be, whose memory is the executor's until its exec. */
static IN_CHILD int become_init(void *argument)
{
	struct launch *launch = argument;
	struct run *run = launch->run;

	if (launch->traced)
		offer_to_tracer(launch);
	launch_bound(run);
	bear_children(run);
	launch_enter(run);
	execve(launch->path, run->argv, run->envp);
	launch->error = errno;
	_exit(127);
}

/* In a child: goes on as the actor's program, for what `what` says (shared.h). */
IN_CHILD void exec_actor(char what, int number)
{
	char name[MARKED_SIZE];
	char *argv[] = { name, NULL }, *envp[] = { NULL };

	mark(name, what, number);
	execve("/initproof/actor", argv, envp);
	_exit(127);
}

/* In a child of the threads that make processes. */
IN_CHILD void take_tree_priority(const struct sandbox *sandbox)
{
	struct sched_param lower = { .sched_priority = PRIORITY_TREE };

	if (sandbox->fifo)
		syscall(SYS_sched_setscheduler, 0, REAL_TIME, &lower, OWN_PRIORITY);
}

/* Makes a child that goes on by itself as `begin` says, and goes on as a warden of the process with the id `ward`. */
static IN_CHILD void become_warden(struct launch *launch, int (*begin)(void *launch), char *stack, int ward)
{
	if (clone(begin, stack + CHILD_STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, launch) < 0)
		launch->error = errno;
	if (launch->error)
		_exit(127);
	exec_actor(WARDEN_MARK, ward);
}

/* The process between PID 1 and the init. */
static IN_CHILD int become_parent(void *launch)
{
	become_warden(launch, become_init, init_stack, WARDED_BELOW_PID);
	return 0;
}

/* PID 1 starts the init as its child, or below one, in its own group and session. */
static IN_CHILD void become_first(struct launch *launch)
{
	if (launch->run->parented)
		become_warden(launch, become_parent, parent_stack, WARDED_PID);
	else
		become_warden(launch, become_init, init_stack, WARDED_PID);
}

/*
 * While the caller makes a process, that inherits to be the first that the kernel ends where memory runs out, with all its children, and
 * not the executor or Node (proc(5), oom_score_adj). Until the exec it has the executor's memory, and cannot say so itself.
 */
void expendable_from_here(const struct sandbox *sandbox)
{
	if (pwrite(sandbox->oom_score, "1000", 4, 0) != 4)
		die_errno(EXIT_HARNESS, "cannot change the OOM killer's choice");
}

void expendable_to_here(const struct sandbox *sandbox)
{
	if (pwrite(sandbox->oom_score, sandbox->own_oom_score, strlen(sandbox->own_oom_score), 0) < 0)
		die_errno(EXIT_HARNESS, "cannot change the OOM killer's choice");
}

/*
 * In the child, which shares the executor's memory while that waits. The tree runs in the real-time class on the executor's CPU where that is
 * allowed: whenever the executor runs, everything else is asleep.
 */
static IN_CHILD int exec_first(void *argument)
{
	struct launch *launch = argument;

	take_tree_priority(launch->run->sandbox);
	setsid();
	terminal_control(launch->run);
	if (is_subreaper(launch->run))
		become_first(launch);
	return become_init(launch);
}

/* The only child of `parent`, by a list of the kernel's that has outer ids (proc_pid_task_children(5)); NOBODY where there is none. */
static pid_t only_child(pid_t parent)
{
	char path[64], text[64];
	int fd, child;

	snprintf(path, sizeof path, "task/%d/children", parent);
	fd = open_proc(parent, path);
	read_proc(fd, text, sizeof text);
	if (fd >= 0)
		close(fd);
	child = atoi(text);
	return child > 0 ? child : NOBODY;
}

/* The outer id of the process that is `inner` inside, the only child of `parent`. */
static pid_t outer_of(struct run *run, int inner, pid_t parent)
{
	return can_translate() ? to_outer(run, inner) : only_child(parent);
}

static void find_init(struct run *run)
{
	run->init = run->first;
	if (run->parented)
		run->init = run->parent = outer_of(run, WARDED_PID, run->first);
	if (is_subreaper(run))
		run->init = outer_of(run, run->sandbox->ctl->init, run->init);
}

/*
 * Whether the id of the PID namespace is taken before there is anybody in it: a warden, and an init that has become the command, are the
 * actor's program, which the executor cannot ask for it.
 */
int keeps_namespace(const struct run *run)
{
	return (run->program->flags & (PROGRAM_SUBREAPER | PROGRAM_COMMAND)) != 0;
}

/* A PID namespace for the next child of the calling thread. */
static void unshare_namespace(void)
{
	if (unshare(CLONE_NEWPID) < 0)
		die_errno(EXIT_MACHINE, "cannot make a PID namespace");
}

/* Takes it, and has the thread's further children in its own again. */
static void take_namespace(struct run *run)
{
	run->namespace = openat(run->sandbox->proc, "thread-self/ns/pid_for_children", O_RDONLY | O_CLOEXEC);
	if (run->namespace < 0 || setns(run->sandbox->own_pids, CLONE_NEWPID) < 0)
		die_errno(EXIT_HARNESS, "cannot take a PID namespace");
}

static void clone_init(struct launch *launch)
{
	struct run *run = launch->run;
	int keeps = keeps_namespace(run);
	/* The tracer has something to do until the exec. */
	int flags = CLONE_VM | (launch->traced ? 0 : CLONE_VFORK) | CLONE_PIDFD | SIGCHLD | (keeps ? 0 : CLONE_NEWPID);

	if (keeps)
		unshare_namespace();
	run->first = clone(exec_first, child_stack + CHILD_STACK, flags, launch, &run->first_pidfd);
	if (run->first < 0)
		die_errno(EXIT_MACHINE, "cannot clone a PID namespace");
	if (keeps)
		take_namespace(run);
	find_init(run);
}

/*
 * Early signals: the clone has returned since the init has been exec'ed. Where the tree is real-time this runs in the spawner, which is
 * above it, and sleeps in between: the init runs up to the moment. What has ended is not waited for yet, so that its id is its own.
 */
static void send_early(const struct run *run)
{
	uint64_t since = now_ns();

	for (int i = 0; i < run->program->early; i++) {
		uint64_t due = since + run->early[i].us * 1000ULL;
		struct timespec at = { (time_t)(due / 1000000000u), (long)(due % 1000000000u) };

		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
			;
		kill(run->init, (int)run->early[i].signal);
	}
}

static void spawn(void *argument)
{
	struct launch *launch = argument;

	expendable_from_here(launch->run->sandbox);
	clone_init(launch);
	expendable_to_here(launch->run->sandbox);
	if (!launch->error)
		send_early(launch->run);
}

/*
 * Has the spawner do `body`, which makes a process where the init lives already. That one may stop it before it is what it shall be, and
 * with it the spawner, for ever: then the run ends, and everybody with it.
 */
void spawn_among(struct run *run, void (*body)(void *argument), void *argument)
{
	struct helper *spawner = &run->world->spawner;
	uint64_t until = now_ns() + BIRTH_MS * 1000000ULL;

	helper_ask(spawner, body, argument);
	while (!helper_wait(spawner, NAP_MS)) {
		watchdog_progress();
		if (now_ns() < until)
			continue;
		run->bound = BOUND_TIME;
		kill_all();
	}
}

/* In the tracer's thread, which is the init's parent thus. The exec is still to come. */
void launch_traced(struct launch *launch)
{
	launch->traced = 1;
	expendable_from_here(launch->run->sandbox);
	clone_init(launch);
}

/*
 * Starts the init of `run` as PID 1 of a new PID namespace: fills in its pid and pidfd. Returns 0, the errno of an exec that failed, or
 * UNTRACEABLE; ends the executor where no process can be made.
 */
int spawn_init(struct run *run)
{
	struct launch launch = { run, run->sandbox->targets[run->program->binary].path, 0, 0, 0 };

	if (run->traced) {
		hold_arm(run, 0);
		tracer_launch(run, &launch);
		return launch.untraceable ? UNTRACEABLE : launch.error;
	}
	if (zygote_spawn(run) == 0)
		return 0;
	helper_call(&run->world->spawner, spawn, &launch);
	return launch.error;
}
