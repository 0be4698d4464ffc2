/* How the actor's program begins, by what its argument says (shared.h): main; one from outside of the tree; one that was exec'ed again. */
#include "actor.h"
#include "../filter.h"

#include <linux/ptrace.h>

/* Written over where the executor shows the program (actor-file.c). */
static const volatile union {
	char place[SECRET_SIZE + 1];
	unsigned long words[SECRET_SIZE / sizeof(long)];
} secret = { SECRET_PLACE };

/*
 * Asks for the record (gate.c) and maps it. Before that the process closes itself to all others of its user: from here on nobody reads
 * its memory, traces it, or takes its descriptors (PR_SET_DUMPABLE(2const)). The record is not for core files either.
 */
static int map_ctl(void)
{
	struct stat root;
	long fd, mapped;

	sys6(__NR_prctl, PR_SET_DUMPABLE, 0, 0, 0, 0, 0);
	sys2(__NR_stat, "/", &root);
	fd = sys6(GATE_CALL, (long)root.st_dev, (long)root.st_ino, (long)secret.words[0], (long)secret.words[1], (long)secret.words[2],
		  (long)secret.words[3]);
	if (fd < 0)
		return -1;
	mapped = sys6(__NR_mmap, (long)ctl, sizeof *ctl, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0);
	sys1(__NR_close, fd);
	return mapped == (long)ctl ? 0 : -1;
}

/*
 * Asks the kernel that its parent trace it, which the gate lets actors do alone, and knows them by the arguments that the kernel does not
 * look at (filter.h). With all signals blocked: what comes meanwhile is taken by a traced process. A stop interrupts the question.
 */
void have_oneself_traced(void)
{
	unsigned long old, all = ALL_SIGNALS;
	long result;

	/* The parent of PID 1 is outside, and no process of the scenario. */
	if (sys0(__NR_getpid) == FIRST_PID)
		return;
	sys4(__NR_rt_sigprocmask, SIG_SETMASK, &all, &old, 8);
	do
		result = sys6(__NR_ptrace, PTRACE_TRACEME, GATE_TRACEME, (long)secret.words[0], (long)secret.words[1], (long)secret.words[2],
			      (long)secret.words[3]);
	while (result == -EINTR);
	if (result < 0)
		__atomic_store_n(&ctl->untraceable, 1, __ATOMIC_SEQ_CST);
	set_mask(old);
}

/* A process that starts the program under a false role wants to be taken for another. */
static void __attribute__((noreturn)) refuse_role(void)
{
	__atomic_store_n(&ctl->false_role, 1, __ATOMIC_SEQ_CST);
	leave(125);
}

/*
 * A child that the init has from before its exec, or one that has entered: an actor by itself, which shares no memory with main but `ctl`.
 */
static void __attribute__((noreturn, used)) begin_inherited(long number)
{
	struct slot *self = &ctl->slots[number];

	if (!__atomic_exchange_n(&self->expected, 0, __ATOMIC_SEQ_CST))
		refuse_role();
	place(&self->spec);
	become(&self->spec);
	set_reactions(ALL_SIGNALS, &self->spec);
	announce((int)number);
	if (self->spec.flags & PROCESS_ENTERS)
		__atomic_fetch_sub(&ctl->births, 1, __ATOMIC_SEQ_CST);
	set_mask(0);
	if (self->spec.flags & PROCESS_EXITED)
		leave((int)(self->spec.flags >> PROCESS_CODE_SHIFT));
	live((int)number);
}

/* One that has become another program: what the exec has reset is set again, and all else is as it was. */
static void __attribute__((noreturn, used)) begin_again(long number)
{
	struct slot *self = &ctl->slots[number];

	if (__atomic_exchange_n(&self->becomes, 0, __ATOMIC_SEQ_CST) != sys0(__NR_getpid))
		refuse_role();
	become(&self->spec);
	set_reactions(ALL_SIGNALS, &self->spec);
	set_mask(0);
	__atomic_fetch_sub(&ctl->births, 1, __ATOMIC_SEQ_CST);
	notify();
	live((int)number);
}

/* One that a set-uid program has started: who is forbidden to gain by that stays what it was (prctl(2), PR_SET_NO_NEW_PRIVS). */
static void __attribute__((noreturn, used)) begin_as_root(long number)
{
	struct slot *self = &ctl->slots[number];
	unsigned long before;

	if (__atomic_exchange_n(&self->becomes, 0, __ATOMIC_SEQ_CST) != sys0(__NR_getpid))
		refuse_role();
	ids_changed |= sys0(__NR_getuid) != 0;
	sys3(__NR_setresuid, 0, 0, 0);
	become(&self->spec);
	before = set_reactions(ALL_SIGNALS, &self->spec);
	if (number == 0)
		ctl->report.state.ignored = before;
	announce((int)number);
	if (number != 0)
		__atomic_fetch_sub(&ctl->births, 1, __ATOMIC_SEQ_CST);
	set_mask(0);
	live((int)number);
}

#define BEGIN_ON(number, begin) \
	__asm__ volatile("mov %0, %%rsp\n\txor %%ebp, %%ebp\n\tcall " begin : : "r"(stacks[number] + STACK_SIZE - 64), "D"(number) : "memory")

/*
 * Goes on as the slot in the mark of `name`; actors find theirs by the stack that they run on. With all signals blocked until it is ready.
 */
static void __attribute__((noreturn)) become_slot(const char *name)
{
	long number = marked_number(name);

	if (number < 0 || number >= MAX_SLOTS)
		leave(125);
	set_mask(ALL_SIGNALS);
	if (name[0] == EXEC_MARK)
		BEGIN_ON(number, "begin_again");
	else if (name[0] == SETUID_MARK)
		BEGIN_ON(number, "begin_as_root");
	else
		BEGIN_ON(number, "begin_inherited");
	__builtin_unreachable();
}

/* Does not return where the name is a mark. */
static void begin_marked(const char *name)
{
	switch (name[0]) {
	case WARDEN_MARK:
		begin_warden(marked_number(name));
	case INHERITED_MARK:
	case EXEC_MARK:
	case SETUID_MARK:
		become_slot(name);
	}
}

/* A second start of the command is counted and does nothing more. */
static void __attribute__((noreturn, used)) begin_main(long *stack)
{
	char **args = (char **)(stack + 1);
	char **env = args + stack[0] + 1;

	if (stack[0] > 0 && args[0][0] == USHER_MARK)
		begin_usher();
	if (stack[0] > 0 && args[0][0] == CORE_MARK)
		dump_core(marked_number(args[0]));
	if (map_ctl() < 0)
		leave(125);
	if (stack[0] > 0)
		begin_marked(args[0]);
	if (__atomic_fetch_add(&ctl->starts, 1, __ATOMIC_SEQ_CST) > 0) {
		notify();
		for (;;)
			sys0(__NR_pause);
	}
	report_start(args, env);
	set_mask(ALL_SIGNALS);
	if (ctl->slots[0].spec.flags & PROCESS_SETUID)
		become_root(0);
	ctl->report.state.ignored = set_reactions(ALL_SIGNALS, &ctl->slots[0].spec);
	become(&ctl->slots[0].spec);
	/* Some may be pending since before the init's exec: what they do comes after the start. */
	announce(0);
	set_mask(0);
	live(0);
}

__asm__(
	".globl _start\n"
	"_start:\n\t"
	"xor %ebp, %ebp\n\t"
	"mov %rsp, %rdi\n\t"
	"lea stacks+32704(%rip), %rsp\n\t"
	"call begin_main\n");
