/* The start of the init: a fresh PID namespace, the state that the launch asks for, exec. */
#include "executor.h"

#include <fcntl.h>
#include <sched.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <linux/futex.h>
#include <linux/sched.h>

#define CHILD_STACK 65536

struct launch {
	struct run *run;
	const char *path;
	int error; /* errno of the exec; the memory is shared until then */
};

static struct helper spawner;
static char child_stack[CHILD_STACK] __attribute__((aligned(16)));

/*
 * In the child, which shares the executor's memory while that waits. The tree runs as SCHED_FIFO on the executor's CPU where that is
 * allowed: whenever the executor runs, everything else is asleep.
 */
static IN_CHILD int exec_init(void *argument)
{
	struct launch *launch = argument;
	struct run *run = launch->run;
	struct sched_param lowest = { .sched_priority = 1 };

	/* Below the spawner, which an init that never sleeps must not keep from going on. */
	if (run->sandbox->fifo)
		sched_setscheduler(0, SCHED_FIFO, &lowest);
	setsid();
	bear_children(run);
	launch_enter(run);
	execve(launch->path, run->argv, run->envp);
	launch->error = errno;
	_exit(127);
}

static void clone_init(struct launch *launch)
{
	int flags = CLONE_NEWPID | CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD;
	struct run *run = launch->run;

	run->init = clone(exec_init, child_stack + CHILD_STACK, flags, launch, &run->init_pidfd);
	if (run->init < 0)
		die_errno(EXIT_MACHINE, "cannot clone a PID namespace");
}

static void spawn(void *launch)
{
	clone_init(launch);
}

/* Starts a thread that has the caller's scheduling class. Ends the executor where there can be none. */
void start_thread(void *(*body)(void *), void *argument)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 262144);
	if (pthread_create(&thread, &attributes, body, argument) != 0)
		die(EXIT_MACHINE, "cannot start a thread");
}

static void *help(void *argument)
{
	struct helper *helper = argument;

	for (uint32_t seen = 0;; seen++) {
		while (__atomic_load_n(&helper->asked, __ATOMIC_SEQ_CST) == seen)
			syscall(SYS_futex, &helper->asked, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
		helper->body(helper->argument);
		__atomic_fetch_add(&helper->done, 1, __ATOMIC_SEQ_CST);
		syscall(SYS_futex, &helper->done, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
	}
	return NULL;
}

/* Starts a helper, with the scheduling class and the capabilities of the caller. */
void helper_start(struct helper *helper)
{
	start_thread(help, helper);
}

/* Has the helper do its body and waits for that. */
void helper_call(struct helper *helper, void *argument)
{
	uint32_t done = helper->done;

	helper->argument = argument;
	__atomic_fetch_add(&helper->asked, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &helper->asked, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
	while (__atomic_load_n(&helper->done, __ATOMIC_SEQ_CST) == done)
		syscall(SYS_futex, &helper->done, FUTEX_WAIT_PRIVATE, done, NULL, NULL, 0);
}

/* Starts the spawner: a thread that keeps the caller's scheduling class, so that the inits which it clones have it too. */
void spawner_start(void)
{
	spawner.body = spawn;
	helper_start(&spawner);
}

/*
 * Starts the init of `run` as PID 1 of a new PID namespace: fills in its pid and pidfd. Returns 0, or the errno of an exec that failed;
 * ends the executor where no process can be made.
 */
int spawn_init(struct run *run)
{
	struct launch launch = { run, run->sandbox->binaries[run->program->binary], 0 };

	if (zygote_spawn(run) == 0)
		return 0;
	if (run->sandbox->fifo)
		helper_call(&spawner, &launch);
	else
		clone_init(&launch);
	return launch.error;
}
