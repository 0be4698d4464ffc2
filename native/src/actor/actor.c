/* An actor's life: it takes commands and sleeps, however it came to be (begin.c, fork.c). */
#include "actor.h"

/*
 * Waits for all children that have ended. A stop of one that it traces is told as well (ptrace(2)), and what has stopped that is done with
 * thus; it stays stopped, since its tracer does not let it go on.
 */
static void reap(int number)
{
	int status;
	long pid;

	while ((pid = sys4(__NR_wait4, -1, &status, WNOHANG, NULL)) > 0)
		if (!IS_STOPPED(status))
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
