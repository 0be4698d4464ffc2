/*
 * What the tracer does at each stop of a process that it traces (ptrace(2)).
 *
 * A signal that comes to a process which is held must meet it as it would without us. What is held at the entry of a call has not begun
 * it: the call is skipped, and the process put back before its instruction, so that a signal is taken first, by the mask and handlers in
 * force there. At the exit of a call it is the same by itself. What is said of signals that come otherwise: deliveries.c.
 */
#include "tracer.h"

#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>

/* Bytes of the instruction that makes a system call. */
#define CALL_BYTES 2
#define REGISTER(name) ((void *)offsetof(struct user_regs_struct, name))

struct tracee *find_tracee(pid_t pid)
{
	for (int i = 0; i < MAX_TRACEES; i++)
		if (tracer.tracees[i].pid == pid)
			return &tracer.tracees[i];
	return NULL;
}

/* Whether it is the init, or another thread of that, and no process of its own: tgkill(2) finds it there, and sends nothing. */
static int is_of_init(pid_t pid)
{
	return syscall(SYS_tgkill, tracer.run->first, pid, 0) == 0;
}

/* The tracee with the id, a new one where there is none. NULL where there is no room. */
struct tracee *adopt(pid_t pid)
{
	struct tracee *tracee = find_tracee(pid);
	int child;

	if (!tracee && (tracee = find_tracee(0))) {
		child = !is_of_init(pid);
		tracer.threaded |= !child && pid != tracer.run->first;
		*tracee = (struct tracee){ .pid = pid, .child = child, .fresh = pid != tracer.run->first, .born = child ? ++tracer.made : 0 };
	}
	return tracee;
}

void forget(struct tracee *tracee)
{
	*tracee = (struct tracee){ 0 };
}

/*
 * Whether it is of no use to trace it any more. Threads cannot all be left at once, and one that is stopped with the others while it is not
 * traced would go on by itself: to the end, where there are some.
 */
static int is_done_with(const struct tracee *tracee)
{
	if (tracer.records)
		return 0;
	return tracee->child ? tracer.leaves || !tracer.wanted.child : tracer.leaves && !tracer.threaded;
}

/* Lets it run to its next stop; with `signal`, 0 for none. */
void go_on(struct tracee *tracee, int signal)
{
	ptrace(PTRACE_SYSCALL, tracee->pid, NULL, (long)signal);
}

void let_go(struct tracee *tracee, int signal)
{
	ptrace(PTRACE_DETACH, tracee->pid, NULL, (long)signal);
	forget(tracee);
}

/* Keeps it stopped and tells the executor. */
static void hold(struct tracee *tracee)
{
	struct ctl *ctl = tracer.run->sandbox->ctl;

	tracer.holds = tracee;
	tracer.wanted.nth = 0;
	__atomic_store_n(&tracer.held, 1, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&ctl->notify, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &ctl->notify, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static int is_meant(int wanted, const struct tracee *tracee)
{
	int number = tracee->number;

	if (wanted == ANY_FORK)
		return !tracee->makes_thread && (number == SYS_fork || number == SYS_vfork || number == SYS_clone || number == SYS_clone3);
	return wanted == ANY_CALL || wanted == number;
}

/* The flags of clone(2) are its first argument, those of clone3 stand first in what that points to. */
static int makes_thread(pid_t pid, const struct __ptrace_syscall_info *info)
{
	uint64_t first = info->entry.args[0];

	if (info->entry.nr == SYS_clone3)
		return (ptrace(PTRACE_PEEKDATA, pid, (void *)first, NULL) & CLONE_THREAD) != 0;
	return info->entry.nr == SYS_clone && first & CLONE_THREAD;
}

/*
 * Whether Linux could answer the call so: one that does not wait is not interrupted (wait4(2), WNOHANG; waitid(2)), and only one with a
 * time-out comes to that (rt_sigtimedwait(2)). What else there is for a call, Node knows.
 */
static int can_fail_so(const struct tracee *tracee, int error)
{
	/* An own child that has not been waited for is there, a group may not be. */
	if (error == ESRCH && tracee->number == SYS_kill)
		return (int)tracee->first < 0;
	if (error == EINTR && tracee->number == SYS_wait4)
		return !(tracee->third & WNOHANG);
	if (error == EINTR && tracee->number == SYS_waitid)
		return !(tracee->fourth & WNOHANG);
	return !(error == EAGAIN && tracee->number == SYS_rt_sigtimedwait) || tracee->third;
}

/* Counts a call that the placement may mean; whether it is the one. */
static int is_wanted(const struct tracee *tracee, int exits)
{
	struct placement *wanted = &tracer.wanted;

	if (wanted->nth == 0 || wanted->exits != exits || wanted->child != tracee->child || !can_fail_so(tracee, wanted->error))
		return 0;
	return is_meant(wanted->number, tracee) && --wanted->nth == 0;
}

static void record(const struct tracee *tracee, int exits, const struct __ptrace_syscall_info *info)
{
	uint32_t used = tracer.used;
	struct call *call = &tracer.recorded[used];

	if (!tracer.records || used >= MAX_CALLS)
		return;
	*call = (struct call){ tracee->index, tracee->number, 0, (uint8_t)exits, (uint8_t)tracee->child, (int16_t)tracee->born, { 0 }, "" };
	if (exits)
		call->result = (int)info->exit.rval;
	else
		read_arguments(tracee->pid, info, call);
	__atomic_store_n(&tracer.used, used + 1, __ATOMIC_RELEASE);
}

/* Sets it back before the instruction of its last call, which it then makes again. */
void set_back(struct tracee *tracee)
{
	ptrace(PTRACE_POKEUSER, tracee->pid, REGISTER(rax), (long)tracee->number);
	ptrace(PTRACE_POKEUSER, tracee->pid, REGISTER(rip), (void *)tracee->address);
	ptrace(PTRACE_POKEUSER, tracee->pid, REGISTER(orig_rax), -1L);
	tracee->again = tracee->address;
}

/* Undoes that: the call has returned EINTR after all. */
void set_interrupted(struct tracee *tracee)
{
	ptrace(PTRACE_POKEUSER, tracee->pid, REGISTER(rax), (long)-EINTR);
	ptrace(PTRACE_POKEUSER, tracee->pid, REGISTER(rip), (void *)(tracee->address + CALL_BYTES));
	tracee->again = 0;
}

/*
 * At the entry of a call nothing is pending that was sent while it was traced and would not have been otherwise: it may be let go. At an
 * exit a SIGSTOP may be, which PID 1 has sent itself: untraced that is dropped when it is sent, and not when it is taken.
 */
void continue_call(struct tracee *tracee)
{
	if (is_done_with(tracee) && !tracee->skipping)
		let_go(tracee, 0);
	else
		go_on(tracee, 0);
}

static void enters(struct tracee *tracee, const struct __ptrace_syscall_info *info)
{
	int again = tracee->again == info->instruction_pointer - CALL_BYTES && tracee->number == (int)info->entry.nr;

	tracee->interrupted = tracee->rewound = 0;
	tracee->again = 0;
	if (again) {
		continue_call(tracee);
		return;
	}
	tracee->address = info->instruction_pointer - CALL_BYTES;
	tracee->number = (int)info->entry.nr;
	tracee->first = info->entry.args[0];
	tracee->third = info->entry.args[2];
	tracee->fourth = info->entry.args[3];
	tracee->makes_thread = makes_thread(tracee->pid, info);
	tracee->index = tracee->child ? 0 : (int)++tracer.calls;
	record(tracee, 0, info);
	if (is_wanted(tracee, 0)) {
		tracee->skipping = 1;
		ptrace(PTRACE_POKEUSER, tracee->pid, REGISTER(orig_rax), -1L);
	}
	continue_call(tracee);
}

static void leaves_call(struct tracee *tracee, const struct __ptrace_syscall_info *info)
{
	/* Of the exec by which it has become the init: calls count from there. A thread of its has made none yet either. */
	if (!tracee->child && tracee->index == 0) {
		go_on(tracee, 0);
		return;
	}
	if (tracee->skipping) {
		tracee->skipping = 0;
		if (tracer.wanted.error)
			ptrace(PTRACE_POKEUSER, tracee->pid, REGISTER(rax), -(long)tracer.wanted.error);
		else
			set_back(tracee);
		hold(tracee);
		return;
	}
	/* rt_sigreturn(2) returns what the handler has interrupted: that is over. */
	tracee->interrupted = info->exit.rval == -EINTR && tracee->number != SYS_rt_sigreturn;
	record(tracee, 1, info);
	if (is_wanted(tracee, 1))
		hold(tracee);
	else
		go_on(tracee, 0);
}

static void at_call(struct tracee *tracee)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, tracee->pid, sizeof info, &info) <= 0)
		go_on(tracee, 0);
	else if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		enters(tracee, &info);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
		leaves_call(tracee, &info);
	else
		go_on(tracee, 0);
}

static void at_event(struct tracee *tracee, int event)
{
	unsigned long pid;

	/* What it has forked is traced from its first moment on, and may not have come to its first stop: it is not to be left alone with it. */
	if (event != PTRACE_EVENT_EXEC && ptrace(PTRACE_GETEVENTMSG, tracee->pid, NULL, &pid) == 0)
		adopt((pid_t)pid);
	if (event == PTRACE_EVENT_EXEC && tracee->child) {
		let_go(tracee, 0);
		return;
	}
	go_on(tracee, 0);
}

/* It has stopped: `why` is a signal, with PTRACE_O_TRACESYSGOOD's bit at a call, and an event in the bits from the eighth. */
void stopped(struct tracee *tracee, int why)
{
	if (why == (SIGTRAP | 0x80))
		at_call(tracee);
	else if (why >> 8)
		at_event(tracee, why >> 8);
	else
		at_signal(tracee, why);
}
