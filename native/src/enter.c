/*
 * A process that enters the namespace of a run from outside, as `docker exec` makes one: a process of the sandbox joins the namespace for
 * its children (setns(2), CLONE_NEWPID), makes one, and waits for it. Its parent inside is nobody; its orphans are PID 1's.
 */
#include "world.h"

#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define STACK 65536

struct entry {
	struct run *run;
	int slot;
	pid_t made; /* by the usher, whose memory this is too until its exec; 0: none */
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

	take_tree_priority(entry->run->sandbox);
	setsid();
	if (setns(entry->run->namespace, CLONE_NEWPID) == 0)
		entry->made = clone(become_entered, entered_stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, entry);
	if (entry->made > 0)
		exec_actor(USHER_MARK, 0);
	_exit(127);
}

static void make_usher(void *argument)
{
	struct entry *entry = argument;

	expendable_from_here(entry->run->sandbox);
	entry->run->watches[entry->slot].usher = clone(become_usher, usher_stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, entry);
	expendable_to_here(entry->run->sandbox);
}

/* Has the process of `slot` enter, and returns when it has been exec'ed. Where it cannot, though the namespace is there, that is ours. */
void enter(struct run *run, int slot)
{
	struct entry entry = { run, slot, 0 };

	/* A hundred of them in one op take longer than the watchdog is patient. */
	watchdog_progress();
	find_namespace(run);
	__atomic_fetch_add(&run->sandbox->ctl->births, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&run->sandbox->ctl->slots[slot].expected, 1, __ATOMIC_SEQ_CST);
	spawn_among(run, make_usher, &entry);
	run->watches[slot].entered = entry.made;
	reap_init(run);
	run->unborn |= entry.made <= 0 && !run->init_gone && run->bound == BOUND_NONE;
}

/* For when all in the namespace is dead: its PID 1 ends when those who wait for the entered have done so. */
void dismiss_ushers(struct run *run)
{
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].usher > 0)
			waitpid(run->watches[slot].usher, NULL, 0);
}
