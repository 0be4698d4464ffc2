/*
 * A process that enters the namespace of a run from outside, as `docker exec` makes one: a process of the sandbox joins the namespace for
 * its children (setns(2), CLONE_NEWPID), makes one, and waits for it. Its parent inside is nobody; its orphans are PID 1's.
 */
#include "executor.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define STACK 65536
/* Longest wait for an init that is on its way out, ms: what it still takes is the end of all in its namespace, some ms each. */
#define LEAVING_MS 5000

struct entry {
	struct run *run;
	int slot;
	int made; /* by the usher, whose memory this is too until its exec */
};

static char usher_stack[STACK] __attribute__((aligned(16))), entered_stack[STACK] __attribute__((aligned(16)));

static IN_CHILD int become_entered(void *argument)
{
	const struct entry *entry = argument;

	exec_actor(INHERITED_MARK, entry->slot);
	return 0;
}

/* Goes on as one that waits for its child and leaves. */
static IN_CHILD int become_usher(void *argument)
{
	struct entry *entry = argument;

	take_lowest_priority(entry->run->sandbox);
	if (setns(entry->run->namespace, CLONE_NEWPID) == 0 &&
	    clone(become_entered, entered_stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, entry) > 0) {
		entry->made = 1;
		exec_actor(USHER_MARK, 0);
	}
	_exit(127);
}

static void make_usher(void *argument)
{
	struct entry *entry = argument;

	entry->run->watches[entry->slot].usher = clone(become_usher, usher_stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, entry);
}

/*
 * Waits for an init that is on its way out: nobody can be made in its namespace any more (pid_namespaces(7), ENOMEM), though it is no
 * zombie before all in there are gone.
 */
static void await_end(struct run *run)
{
	struct pollfd ended = { run->first_pidfd, POLLIN, 0 };

	while (poll(&ended, 1, LEAVING_MS) < 0 && errno == EINTR)
		;
	reap_init(run);
}

/* Has the process of `slot` enter, and returns when it has been exec'ed. Where it cannot, though the init stays, that is ours. */
void enter(struct run *run, int slot)
{
	struct entry entry = { run, slot, 0 };

	find_namespace(run);
	__atomic_fetch_add(&run->sandbox->ctl->births, 1, __ATOMIC_SEQ_CST);
	on_spawner(run->sandbox, make_usher, &entry);
	reap_init(run);
	if (entry.made || run->init_gone)
		return;
	await_end(run);
	run->unborn |= !run->init_gone;
}

/* For when all in the namespace is dead: its PID 1 ends when those who wait for the entered have done so. */
void dismiss_ushers(struct run *run)
{
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].usher > 0)
			waitpid(run->watches[slot].usher, NULL, 0);
}
