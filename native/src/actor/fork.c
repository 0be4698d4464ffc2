/* How actors come to be: each a clone that shares the memory of main, on a stack of its own. */
#include "actor.h"

char stacks[MAX_SLOTS][STACK_SIZE] __attribute__((aligned(16)));

/* The slot whose stack the caller runs on. */
int own_slot(void)
{
	char here;
	long offset = &here - &stacks[0][0];

	return (int)(offset / STACK_SIZE);
}

/*
 * The number at the end of what a link of /proc points to. By `/proc/self` the caller's process id as the executor sees it: /proc is that
 * of the outer namespace. 0 where it cannot be read.
 */
int outer_id(const char *link)
{
	char text[32];
	long size = sys3(__NR_readlink, link, text, sizeof text);
	int id = 0;

	for (long i = 0; i < size; i++)
		id = text[i] < '0' || text[i] > '9' ? 0 : id * 10 + (text[i] - '0');
	return id;
}

void announce(int number)
{
	struct slot *self = &ctl->slots[number];
	int pid = (int)sys0(__NR_getpid);

	self->outer = ctl->outer_wanted ? outer_id("/proc/self") : 0;
	record(EVENT_STARTED, number, 0, pid, (int)sys0(__NR_getppid), (int)sys1(__NR_getpgid, 0), (int)sys1(__NR_getsid, 0));
	__atomic_store_n(&self->pid, pid, __ATOMIC_RELEASE);
	notify();
}

/*
 * Whether one of those that share the memory has changed its ids: the kernel dumps no core of that memory from then on (kernel/cred.c:
 * commit_creds), and since actors close it to all others, it has to be remembered.
 */
int ids_changed;

/* What else the spec says of a process, before anybody knows of it. */
void become(const struct process *spec)
{
	if (spec->flags & PROCESS_SUBREAPER)
		sys6(__NR_prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0, 0);
	if (spec->user != USER_AS_IT_IS && (unsigned)sys0(__NR_getuid) != spec->user) {
		sys3(__NR_setresuid, spec->user, spec->user, spec->user);
		ids_changed = 1;
	}
	if (spec->comm[0])
		sys6(__NR_prctl, PR_SET_NAME, (long)spec->comm, 0, 0, 0, 0);
}

/* Group and session as the spec says; joining a group that is gone or of another session leaves it where it is. */
void place(const struct process *spec)
{
	if (spec->flags & (PROCESS_OWN_SESSION | PROCESS_INTERMEDIATE))
		sys0(__NR_setsid);
	else if (spec->flags & PROCESS_OWN_GROUP)
		sys2(__NR_setpgid, 0, 0);
	else if (spec->flags & PROCESS_JOINS && spec->join >= 0 && spec->join < MAX_SLOTS && ctl->slots[spec->join].pid > 0) {
		long group = sys1(__NR_getpgid, ctl->slots[spec->join].pid);

		if (group > 0)
			sys2(__NR_setpgid, 0, group);
	}
}

static int fork_slot(int number);

static void __attribute__((noreturn, used)) begin_child(long number)
{
	struct slot *self = &ctl->slots[number];

	place(&self->spec);
	if (self->spec.flags & PROCESS_SETUID)
		become_root((int)number);
	become(&self->spec);
	set_reactions(differing(&ctl->slots[self->spec.parent].spec, &self->spec), &self->spec);
	set_mask(0);
	announce((int)number);
	__atomic_fetch_sub(&ctl->births, 1, __ATOMIC_SEQ_CST);
	if (self->spec.flags & PROCESS_INTERMEDIATE) {
		fork_slot((int)number + 1);
		leave(0);
	}
	live((int)number);
}

/*
 * Clones the process of a slot, on its own stack, sharing memory and, since none opens or closes any, descriptors. All signals stay
 * blocked in the child until its dispositions are set. Returns its pid or a negative errno.
 */
static int fork_slot(int number)
{
	const struct process *spec = &ctl->slots[number].spec;
	struct clone_args args = {
		.flags = CLONE_VM | CLONE_FS | CLONE_FILES, .exit_signal = SIGCHLD,
		.stack = (unsigned long)stacks[number], .stack_size = STACK_SIZE - 64,
	};
	long result;
	unsigned long old, all = ALL_SIGNALS;

	/* The kernel takes the exit signal of the maker then (kernel/fork.c: copy_process). */
	if (spec->flags & PROCESS_CLONE_PARENT) {
		args.flags |= CLONE_PARENT;
		args.exit_signal = 0;
	}
	if (starts_clear(&ctl->slots[spec->parent].spec, spec))
		args.flags |= CLONE_CLEAR_SIGHAND;
	/* The caller goes on when the child has become another program, or has ended: until then only SIGKILL reaches it. */
	if (spec->flags & PROCESS_VFORK) {
		args.flags |= CLONE_VFORK;
		__atomic_store_n(&ctl->slots[own_slot()].suspended, 1, __ATOMIC_SEQ_CST);
	}
	sys4(__NR_rt_sigprocmask, SIG_SETMASK, &all, &old, 8);
	__atomic_fetch_add(&ctl->births, 1, __ATOMIC_SEQ_CST);
	__asm__ volatile(
		"syscall\n\t"
		"test %%rax, %%rax\n\t"
		"jnz 1f\n\t"
		"xor %%ebp, %%ebp\n\t"
		"mov %[number], %%rdi\n\t"
		"call begin_child\n\t"
		"1:\n"
		: "=a"(result)
		: "a"((long)__NR_clone3), "D"(&args), "S"(sizeof args), [number] "r"((long)number)
		: "rcx", "r11", "memory");
	if (result < 0)
		__atomic_fetch_sub(&ctl->births, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&ctl->slots[own_slot()].suspended, 0, __ATOMIC_SEQ_CST);
	set_mask(old);
	return (int)result;
}

void fork_slots(const struct command *command)
{
	for (int i = 0; i < command->count; i++)
		if (command->slot + i >= 0 && command->slot + i < MAX_SLOTS)
			fork_slot(command->slot + i);
}
