/* An actor's life: main starts, the others come from fork.c; all of them take commands and sleep. */
#include "actor.h"

/* Waits for all children that have ended. */
static void reap(int number)
{
	int status;
	long pid;

	while ((pid = sys4(__NR_wait4, -1, &status, WNOHANG, NULL)) > 0)
		record(EVENT_REAPED, number, 0, (int)pid, status, 0, 0);
}

/* Sleeps until `wake` differs from `seen`, or until `limit` has passed where that is not NULL. */
static void rest(struct slot *self, unsigned seen, const void *limit)
{
	__atomic_store_n(&self->resting, 1, __ATOMIC_SEQ_CST);
	sys4(__NR_futex, &self->wake, FUTEX_WAIT, seen, limit);
	__atomic_store_n(&self->resting, 0, __ATOMIC_SEQ_CST);
}

/* Sleeps until `wake` differs from `seen`; where an exit is due, until then, and exits. */
static void sleep_until_woken(struct slot *self, unsigned seen, unsigned long *deadline)
{
	struct { long s, ns; } left;
	unsigned long now;

	if (!self->armed) {
		rest(self, seen, NULL);
		return;
	}
	now = now_ns();
	if (!*deadline)
		*deadline = now + self->delays[self->armed] * 1000000UL;
	if (now >= *deadline)
		leave(self->codes[self->armed]);
	left.s = (long)((*deadline - now) / 1000000000UL);
	left.ns = (long)((*deadline - now) % 1000000000UL);
	rest(self, seen, &left);
}

/*
 * Goes on as another thread, and ends the first one: the process is then a zombie by its state, and cannot be waited for, until the last
 * thread has ended (wait(2); kernel/exit.c: delay_group_leader). Both are on the same stack: the one that ends does not use it any more,
 * and runs no handler, since all signals are blocked.
 */
static void leave_leader(struct slot *self)
{
	register long tid __asm__("r10") = 0, tls __asm__("r8") = 0;
	long result = __NR_clone;
	unsigned long old, all = ALL_SIGNALS;

	__atomic_store_n(&self->thread, 0, __ATOMIC_SEQ_CST);
	sys4(__NR_rt_sigprocmask, SIG_SETMASK, &all, &old, 8);
	__asm__ volatile(
		"syscall\n\t"
		"test %%rax, %%rax\n\t"
		"jle 1f\n\t"
		"mov %[exit], %%eax\n\t"
		"xor %%edi, %%edi\n\t"
		"syscall\n\t"
		"1:\n"
		: "+a"(result)
		: "D"((long)(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)), "S"(0L), "d"(0L), "r"(tid), "r"(tls),
		  [exit] "i"(__NR_exit)
		: "rcx", "r11", "memory");
	__atomic_store_n(&self->thread, ctl->outer_wanted ? outer_id("/proc/thread-self") : (int)sys0(__NR_gettid), __ATOMIC_SEQ_CST);
	set_mask(old);
}

void live(int number)
{
	struct slot *self = &ctl->slots[number];
	unsigned long deadline = 0;

	if (self->spec.flags & PROCESS_LEADER_ENDS)
		leave_leader(self);
	for (;;) {
		unsigned seen = __atomic_load_n(&self->wake, __ATOMIC_SEQ_CST);

		if (self->spec.flags & PROCESS_WAITS && __atomic_exchange_n(&self->child_died, 0, __ATOMIC_SEQ_CST))
			reap(number);
		while (self->taken != __atomic_load_n(&self->posted, __ATOMIC_SEQ_CST)) {
			struct command command = self->commands[self->taken % MAX_COMMANDS];

			obey(&command);
			__atomic_fetch_add(&self->taken, 1, __ATOMIC_SEQ_CST);
			notify();
		}
		sleep_until_woken(self, seen, &deadline);
	}
}

static int map_ctl(void)
{
	long fd = sys3(__NR_open, CTL_PATH, O_RDWR | O_CLOEXEC, 0), mapped;

	if (fd < 0)
		return -1;
	mapped = sys6(__NR_mmap, (long)ctl, sizeof *ctl, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0);
	sys1(__NR_close, fd);
	return mapped == (long)ctl ? 0 : -1;
}

/* A child that the init has from before its exec: an actor by itself, which shares no memory with main but `ctl`. */
static void __attribute__((noreturn, used)) begin_inherited(long number)
{
	struct slot *self = &ctl->slots[number];

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

	sys3(__NR_setresuid, 0, 0, 0);
	become(&self->spec);
	before = set_reactions(ALL_SIGNALS, &self->spec);
	if (number == 0)
		ctl->report.state.ignored = before;
	else
		__atomic_fetch_sub(&ctl->births, 1, __ATOMIC_SEQ_CST);
	announce((int)number);
	set_mask(0);
	live((int)number);
}

#define BEGIN_ON(number, begin) \
	__asm__ volatile("mov %0, %%rsp\n\txor %%ebp, %%ebp\n\tcall " begin : : "r"(stacks[number] + STACK_SIZE - 64), "D"(number) : "memory")

/* The slot in the mark of `name`; actors find theirs by the stack that they run on. */
static void __attribute__((noreturn)) become_slot(const char *name)
{
	long number = marked_number(name);

	if (number < 0 || number >= MAX_SLOTS)
		leave(125);
	if (name[0] == EXEC_MARK)
		BEGIN_ON(number, "begin_again");
	else if (name[0] == SETUID_MARK)
		BEGIN_ON(number, "begin_as_root");
	else
		BEGIN_ON(number, "begin_inherited");
	__builtin_unreachable();
}

/* A second start of the command is counted and does nothing more. */
static void __attribute__((noreturn, used)) begin_main(long *stack)
{
	char **args = (char **)(stack + 1);
	char **env = args + stack[0] + 1;
	unsigned long all = ALL_SIGNALS;

	if (map_ctl() < 0)
		leave(125);
	if (stack[0] > 0 && args[0][0] == WARDEN_MARK)
		begin_warden(marked_number(args[0]));
	if (stack[0] > 0 && args[0][0] == USHER_MARK)
		begin_usher();
	if (stack[0] > 0 && (args[0][0] == INHERITED_MARK || args[0][0] == EXEC_MARK || args[0][0] == SETUID_MARK)) {
		sys4(__NR_rt_sigprocmask, SIG_SETMASK, &all, NULL, 8);
		become_slot(args[0]);
	}
	if (__atomic_fetch_add(&ctl->starts, 1, __ATOMIC_SEQ_CST) > 0) {
		notify();
		for (;;)
			sys0(__NR_pause);
	}
	report_start(args, env);
	sys4(__NR_rt_sigprocmask, SIG_SETMASK, &all, NULL, 8);
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
