/* What an actor does upon each signal. */
#include "actor.h"

/* The kernel returns from a handler through the code that the action names: rt_sigreturn. */
__asm__(".globl restore_from_signal\nrestore_from_signal:\n\tmov $15, %eax\n\tsyscall\n");
void restore_from_signal(void);

struct kernel_sigaction {
	void *handler;
	unsigned long flags;
	void *restorer;
	unsigned long mask;
};

/* Records the signal, then does what the actor's reaction says. All signals are blocked meanwhile. */
static void on_signal(int signal, siginfo_t *info, void *context)
{
	int number = own_slot();
	struct slot *self = &ctl->slots[number];
	unsigned long bit = BIT(signal);

	(void)context;
	if ((self->spec.note | self->spec.exit_now | self->spec.exit_later) & bit)
		record(EVENT_SIGNAL, number, signal, info->si_pid, info->si_code, info->si_code == SI_QUEUE ? info->si_int : 0, 0);
	if (self->spec.exit_now & bit)
		leave(self->codes[signal]);
	if ((self->spec.exit_later & bit) && !self->armed)
		self->armed = (unsigned)signal;
	if (signal == SIGCHLD)
		self->child_died = 1;
	__atomic_fetch_add(&self->wake, 1, __ATOMIC_SEQ_CST);
}

/* Returns what the disposition was before: a handler, SIG_IGN or SIG_DFL. */
void *set_action(int signal, void *handler)
{
	struct kernel_sigaction action = { handler, 0x04000000 | 0x4, (void *)restore_from_signal, ALL_SIGNALS }, old = { 0 };

	sys4(__NR_rt_sigaction, signal, &action, &old, 8);
	return old.handler;
}

/* The mask of those signals for which the actor has a handler. */
static unsigned long handled(const struct process *spec)
{
	unsigned long mask = spec->note | spec->exit_now | spec->exit_later;

	return spec->flags & PROCESS_WAITS && !(spec->ignore & BIT(SIGCHLD)) ? mask | BIT(SIGCHLD) : mask;
}

static unsigned long ignored(const struct process *spec)
{
	return spec->ignore & ~handled(spec);
}

/*
 * Sets the dispositions of `to` for those signals of `which` that have one: each costs a system call. Returns the mask of those that
 * were ignored before.
 */
unsigned long set_reactions(unsigned long which, const struct process *to)
{
	unsigned long before = 0;

	for (which &= ~(BIT(SIGKILL) | BIT(SIGSTOP)); which; which &= which - 1) {
		int signal = __builtin_ctzl(which) + 1;
		unsigned long bit = BIT(signal);
		void *handler = handled(to) & bit ? (void *)on_signal : ignored(to) & bit ? (void *)SIG_IGN : (void *)SIG_DFL;

		if (set_action(signal, handler) == (void *)SIG_IGN)
			before |= bit;
	}
	return before;
}

/* Whether the child is better off without its parent's handlers: it would keep none of them but that of SIGCHLD. */
int starts_clear(const struct process *parent, const struct process *child)
{
	return !(handled(parent) & handled(child) & ~BIT(SIGCHLD));
}

/* The signals for which the child has to set a disposition of its own, knowing what it has from its parent. */
unsigned long differing(const struct process *parent, const struct process *child)
{
	unsigned long handlers = starts_clear(parent, child) ? 0 : handled(parent);

	return (handlers ^ handled(child)) | (ignored(parent) ^ ignored(child));
}

void set_mask(unsigned long mask)
{
	sys4(__NR_rt_sigprocmask, SIG_SETMASK, &mask, NULL, 8);
}
