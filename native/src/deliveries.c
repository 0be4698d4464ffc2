/*
 * Signals that come to a process that the tracer traces: each must do what it would do without us. The kernel queues what a process
 * ignores, or what PID 1 has neither blocked nor handled, if it is traced, and drops it when it is taken (kernel/signal.c: sig_ignored,
 * get_signal).
 */
#include "tracer.h"

#include <signal.h>
#include <sys/ptrace.h>

/*
 * A signal that it does not take has interrupted it: untraced it would not have come. Where its call does not begin anew by itself
 * (signal(7): rt_sigtimedwait, epoll_wait) it is made to; unless it then takes another.
 */
static void undo_interruption(struct tracee *tracee, int signal)
{
	int caught = (int)(status_mask(tracee->pid, "SigCgt:") >> (signal - 1) & 1);

	if (!caught && tracee->interrupted && !tracee->rewound) {
		set_back(tracee);
		tracee->rewound = 1;
	} else if (caught && tracee->rewound) {
		set_interrupted(tracee);
		tracee->rewound = 0;
	}
}

static int is_fault(int signal)
{
	return signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE || signal == SIGTRAP || signal == SIGSYS;
}

/*
 * It has stopped, as SIGSTOP asks. By a SIGCONT it goes on if the tracer lets it: one that is traced from its exec on (ptrace(2), group-
 * stop).
 */
static void at_group_stop(struct tracee *tracee)
{
	if (tracee->child) {
		go_on(tracee, 0);
		return;
	}
	tracee->frozen = 1;
	__atomic_store_n(&tracer.frozen, 1, __ATOMIC_SEQ_CST);
}

/* A SIGSTOP from inside does nothing to PID 1 (pid_namespaces(7)); traced it would stop. */
static void at_sigstop(struct tracee *tracee, int inside)
{
	if (inside)
		undo_interruption(tracee, SIGSTOP);
	go_on(tracee, inside ? 0 : SIGSTOP);
}

/* It has stopped since it is about to take a signal: that is handed on. */
void at_signal(struct tracee *tracee, int signal)
{
	siginfo_t info;

	if (tracee->fresh && signal == SIGSTOP) {
		tracee->fresh = 0;
		continue_call(tracee);
		return;
	}
	if (ptrace(PTRACE_GETSIGINFO, tracee->pid, NULL, &info) < 0) {
		at_group_stop(tracee);
		return;
	}
	/* A fault of its own: traced PID 1 would take it for ever. */
	if (is_fault(signal) && info.si_code > 0) {
		let_go(tracee, signal);
		return;
	}
	/* Only an init that is PID 1 is traced (program.c). */
	if (!tracee->child && signal == SIGSTOP) {
		at_sigstop(tracee, info.si_pid != 0);
		return;
	}
	undo_interruption(tracee, signal);
	go_on(tracee, signal);
}
