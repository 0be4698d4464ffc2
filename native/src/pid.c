/*
 * Which id the next process of a namespace gets: the kernel goes on from the last one (kernel/pid.c: alloc_pid), which can be set there by
 * who is inside and has CAP_CHECKPOINT_RESTORE (proc_sys_kernel(5), ns_last_pid). The init and its tree need not have that, nor a /proc.
 */
#include "executor.h"

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#define STACK 16384

struct choice {
	int namespace, file;
	char last[16];
	int made; /* by the one inside, whose memory this is too */
};

static char outer_stack[STACK] __attribute__((aligned(16))), inner_stack[STACK] __attribute__((aligned(16)));

static IN_CHILD int write_last(void *argument)
{
	struct choice *choice = argument;
	size_t length = strlen(choice->last);

	/* At its start: what is written further on is taken for the rest of that, and ignored (sysctl_writes_strict, proc_sys_kernel(5)). */
	choice->made = pwrite(choice->file, choice->last, length, 0) == (ssize_t)length;
	_exit(0);
}

/* Only children of who has joined a PID namespace are in it (setns(2)). */
static IN_CHILD int make_writer(void *argument)
{
	struct choice *choice = argument;
	int writer = -1;

	if (setns(choice->namespace, CLONE_NEWPID) == 0)
		writer = clone(write_last, inner_stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, choice);
	if (writer > 0)
		waitpid(writer, NULL, 0);
	_exit(0);
}

static void choose(void *argument)
{
	int chooser = clone(make_writer, outer_stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, argument);

	if (chooser > 0)
		waitpid(chooser, NULL, 0);
}

/* Has the next process in the namespace get the id `pid`, or the first free one above. The run ends where the machine does not allow it. */
void choose_pid(struct run *run, int pid)
{
	struct choice choice = { .file = run->sandbox->last_pid };

	find_namespace(run);
	choice.namespace = run->namespace;
	snprintf(choice.last, sizeof choice.last, "%d", pid - 1);
	spawn_among(run, choose, &choice);
	if (!choice.made && !run->init_gone && run->bound == BOUND_NONE)
		run->bound = BOUND_UNAVAILABLE;
}
