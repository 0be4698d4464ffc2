/* What inits with handlers share: how often each signal has come. All are blocked but where they sleep, or as the fault wants it. */
#ifndef LATE_H
#define LATE_H

#include "base.h"

static volatile sig_atomic_t came[65], by_key[65];

static void __attribute__((unused)) note(int signal, siginfo_t *info, void *context)
{
	(void)context;
	came[signal]++;
	by_key[signal] = info->si_code == SI_KERNEL;
}

/*
 * As the kernel has it: glibc's sigaction(3) keeps 32 and 33 for itself. A handler blocks no others: all that is pending comes before
 * sigsuspend(2) returns.
 */
struct kernel_action {
	void (*handler)(int signal, siginfo_t *info, void *context);
	unsigned long flags;
	void (*restorer)(void);
	uint64_t mask;
};

/* rt_sigreturn(2) ends a handler. */
__attribute__((naked, unused)) static void return_from_handler(void)
{
	__asm__("mov $15, %eax\n\tsyscall");
}

static void __attribute__((unused)) act_on_all(void (*handler)(int signal, siginfo_t *info, void *context))
{
	struct kernel_action action = { handler, 0x04000000 /* SA_RESTORER */ | SA_SIGINFO, return_from_handler, 0 };

	for (int number = 1; number <= 64; number++)
		if (number != SIGKILL && number != SIGSTOP)
			syscall(SYS_rt_sigaction, number, &action, NULL, sizeof(action.mask));
}

/* For all that can be caught, of the init alone: to be called when the child is there, or undone in it. */
static void __attribute__((unused)) catch_all(void (*handler)(int signal, siginfo_t *info, void *context))
{
	act_on_all(handler);
}

static void __attribute__((unused)) uncatch_all(void)
{
	act_on_all(NULL);
}

/* The lowest that has come, 0 where none has; `taken` is then what is told of it. */
static int __attribute__((unused)) first_that_came(void)
{
	for (int number = 1; number <= 64; number++)
		if (came[number]) {
			taken = (siginfo_t){ .si_signo = number, .si_code = by_key[number] ? SI_KERNEL : SI_USER };
			return number;
		}
	return 0;
}

static void __attribute__((unused)) unblock(bool all)
{
	uint64_t mask = all ? 0 : UINT64_MAX;

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, NULL, sizeof(mask));
}

/* What is pending. */
static uint64_t __attribute__((unused)) pending(void)
{
	uint64_t set = 0;

	syscall(SYS_rt_sigpending, &set, sizeof(set));
	return set;
}

/* Sleeps until a handler has run, with nothing blocked meanwhile. */
static void __attribute__((unused)) sleep_with_handlers(void)
{
	uint64_t none = 0;

	syscall(SYS_rt_sigsuspend, &none, sizeof(none));
}

#endif
