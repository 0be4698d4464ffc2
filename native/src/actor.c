/*
 * An actor: a scripted process of the tree. The init execs this program once, as main; the others are clones of it that share its
 * memory, one stack each, which to the init are ordinary processes. They take commands from the shared memory, record what happens
 * to them, and sleep in a futex in between. No C library.
 */
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/stat.h>
#include <linux/wait.h>
#include <linux/mman.h>
#include <linux/time.h>
#include <stddef.h>

#include <asm/stat.h>
#include "shared.h"
#include "sys.h"

#define STACK_SIZE 32768 /* one signal frame with the widest vector registers is 11 KiB */
#define ALL_SIGNALS (~0ULL)
#define BIT(n) (1ULL << ((n) - 1))

struct kernel_sigaction {
	void *handler;
	unsigned long flags;
	void *restorer;
	unsigned long mask;
};

static char stacks[MAX_SLOTS][STACK_SIZE] __attribute__((aligned(16)));
/* At an address of its own, near the program's: a pointer to it would cost a page, and another place two more for its page tables. */
#define ctl ((struct ctl *)0x71000000)

void restore_from_signal(void);
__asm__(".globl restore_from_signal\nrestore_from_signal:\n\tmov $15, %eax\n\tsyscall\n");

/* Compilers put calls to these where they like, also without a C library. */
void *memset(void *to, int byte, unsigned long size)
{
	for (unsigned long i = 0; i < size; i++)
		((volatile char *)to)[i] = (char)byte;
	return to;
}

void *memcpy(void *to, const void *from, unsigned long size)
{
	for (unsigned long i = 0; i < size; i++)
		((volatile char *)to)[i] = ((const char *)from)[i];
	return to;
}

/* Ends the calling process. */
static void __attribute__((noreturn)) leave(int code)
{
	for (;;)
		sys1(__NR_exit_group, code);
}

/* The slot whose stack the caller runs on. */
static int own_slot(void)
{
	char here;
	long offset = &here - &stacks[0][0];

	return (int)(offset / STACK_SIZE);
}

static unsigned long now_ns(void)
{
	struct timespec { long s, ns; } t = { 0, 0 };

	sys2(__NR_clock_gettime, 1, &t);
	return (unsigned long)t.s * 1000000000UL + (unsigned long)t.ns;
}

/* Wakes the executor, should it sleep. */
static void notify(void)
{
	__atomic_fetch_add(&ctl->notify, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&ctl->waiting, __ATOMIC_SEQ_CST))
		sys3(__NR_futex, &ctl->notify, FUTEX_WAKE, 1);
}

/* Appends an event. One that does not fit is counted and dropped; `kind` is written last, so that a hole can be told. */
static void record(int kind, int slot, int n, int a, int b, int c, int d)
{
	unsigned index = __atomic_fetch_add(&ctl->events_used, 1, __ATOMIC_SEQ_CST);
	struct event *event;

	if (index >= MAX_EVENTS)
		return;
	event = &ctl->events[index];
	event->us = (unsigned)((now_ns() - ctl->started_ns) / 1000);
	event->slot = (short)slot;
	event->n = (unsigned char)n;
	event->a = a;
	event->b = b;
	event->c = c;
	event->d = d;
	__atomic_store_n(&event->kind, (unsigned char)kind, __ATOMIC_RELEASE);
}

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
static void *set_action(int signal, void *handler)
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
static unsigned long set_reactions(unsigned long which, const struct process *to)
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
static int starts_clear(const struct process *parent, const struct process *child)
{
	return !(handled(parent) & handled(child) & ~BIT(SIGCHLD));
}

/* The signals for which the child has to set a disposition of its own, knowing what it has from its parent. */
static unsigned long differing(const struct process *parent, const struct process *child)
{
	unsigned long handlers = starts_clear(parent, child) ? 0 : handled(parent);

	return (handlers ^ handled(child)) | (ignored(parent) ^ ignored(child));
}

static void set_mask(unsigned long mask)
{
	sys4(__NR_rt_sigprocmask, SIG_SETMASK, &mask, NULL, 8);
}

/* The caller's process id as the executor sees it: /proc is that of the outer namespace. 0 where it cannot be read. */
static int outer_pid(void)
{
	char text[16];
	long size = sys3(__NR_readlink, "/proc/self", text, sizeof text);
	int pid = 0;

	for (long i = 0; i < size; i++)
		pid = pid * 10 + (text[i] - '0');
	return pid;
}

static void announce(int number)
{
	struct slot *self = &ctl->slots[number];
	int pid = (int)sys0(__NR_getpid);

	self->outer = ctl->outer_wanted ? outer_pid() : 0;
	record(EVENT_STARTED, number, 0, pid, (int)sys0(__NR_getppid), (int)sys1(__NR_getpgid, 0), (int)sys1(__NR_getsid, 0));
	__atomic_store_n(&self->pid, pid, __ATOMIC_RELEASE);
	notify();
}

/* Group and session as the spec says; joining a group that is gone or of another session leaves it where it is. */
static void place(const struct process *spec)
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

static void live(int number) __attribute__((noreturn));
static int fork_slot(int number);

static void __attribute__((noreturn, used)) begin_child(long number)
{
	struct slot *self = &ctl->slots[number];

	place(&self->spec);
	set_reactions(differing(&ctl->slots[self->spec.parent].spec, &self->spec), &self->spec);
	set_mask(0);
	announce((int)number);
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

	if (starts_clear(&ctl->slots[spec->parent].spec, spec))
		args.flags |= CLONE_CLEAR_SIGHAND;
	sys4(__NR_rt_sigprocmask, SIG_SETMASK, &all, &old, 8);
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
	set_mask(old);
	return (int)result;
}

static void fork_slots(const struct command *command)
{
	for (int i = 0; i < command->count; i++)
		if (command->slot + i >= 0 && command->slot + i < MAX_SLOTS)
			fork_slot(command->slot + i);
}

/* Death by a signal, with the default action whatever the reaction is. Without a core unless the command asks for one. */
static void die(const struct command *command)
{
	struct { unsigned long soft, hard; } core = { 0, 0 };

	sys4(__NR_prlimit64, 0, RLIMIT_CORE, NULL, &core);
	core.soft = command->flags & OP_CORE ? core.hard : 0;
	sys4(__NR_prlimit64, 0, RLIMIT_CORE, &core, NULL);
	set_action(command->signal, (void *)SIG_DFL);
	set_mask(0);
	sys2(__NR_kill, sys0(__NR_getpid), command->signal);
}

/* Sends one signal to `pid`, or queues it with its value. */
static void send(int pid, const struct command *command)
{
	siginfo_t info;

	if (!(command->flags & OP_VALUE) || pid < 0) {
		sys2(__NR_kill, pid, command->signal);
		return;
	}
	memset(&info, 0, sizeof info);
	info.si_signo = command->signal;
	info.si_code = SI_QUEUE;
	info.si_pid = (int)sys0(__NR_getpid);
	info.si_int = command->value;
	sys3(__NR_rt_sigqueueinfo, pid, command->signal, &info);
}

/* kill(2) has no way to name group 1 but from within it, as 0: -1 means everybody. */
static void send_to_group(const struct command *command)
{
	int leader = ctl->slots[command->slot].pid;
	long group = leader > 0 ? sys1(__NR_getpgid, leader) : 0;

	if (group == sys1(__NR_getpgid, 0))
		sys2(__NR_kill, 0, command->signal);
	else if (group > 1)
		send((int)-group, command);
}

static void send_to(const struct command *command)
{
	switch (command->to) {
	case TO_INIT:
		send(1, command);
		break;
	case TO_EVERYBODY:
		send(-1, command);
		break;
	case TO_GROUP:
		send_to_group(command);
		break;
	default:
		for (int i = 0; i < command->count; i++)
			if (ctl->slots[command->slot + i].pid > 0)
				send(ctl->slots[command->slot + i].pid, command);
	}
}

static void obey(const struct command *command)
{
	switch (command->code) {
	case OP_FORK:
		fork_slots(command);
		break;
	case OP_EXIT:
		leave(command->value);
	case OP_DIE:
		die(command);
		break;
	case OP_SIGNAL:
		send_to(command);
		break;
	}
}

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

static void live(int number)
{
	struct slot *self = &ctl->slots[number];
	unsigned long deadline = 0;

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

/* Copies NUL-terminated texts up to `room` bytes; counts them. Returns the bytes used. */
static unsigned copy_texts(char **texts, char *to, unsigned room, unsigned *count)
{
	unsigned used = 0;

	for (*count = 0; texts[*count]; ++*count) {
		const char *from = texts[*count];

		do {
			if (used == room)
				return used;
			to[used++] = *from;
		} while (*from++);
	}
	return used;
}

static void report_descriptor(struct main_report *report, int fd)
{
	struct stat file;

	report->state.descriptors[fd] = FILE_CLOSED;
	if (sys2(__NR_fstat, fd, &file) < 0)
		return;
	report->state.descriptors[fd] = FILE_OTHER;
	report->dev[fd] = file.st_dev;
	report->ino[fd] = file.st_ino;
}

/* How many descriptors are open: the size of their directory since Linux 6.2; older ones say 0. */
static long count_descriptors(void)
{
	struct stat directory;

	return sys2(__NR_stat, "/proc/self/fd", &directory) == 0 ? directory.st_size : 0;
}

/* The standard ones first: mostly there are no others, which the count tells. */
static void report_descriptors(struct main_report *report)
{
	long open = 0;

	for (int fd = 0; fd < 64; fd++)
		report->state.descriptors[fd] = FILE_CLOSED;
	for (int fd = 0; fd < 3; fd++) {
		report_descriptor(report, fd);
		open += report->state.descriptors[fd] != FILE_CLOSED;
	}
	if (count_descriptors() != open)
		for (int fd = 3; fd < 64; fd++)
			report_descriptor(report, fd);
}

/* What main finds itself with, before it changes anything. */
static void report_start(char **args, char **env)
{
	struct main_report *report = &ctl->report;
	struct start_state *state = &report->state;
	long size;

	sys4(__NR_rt_sigprocmask, SIG_SETMASK, NULL, &state->blocked, 8);
	report_descriptors(report);
	state->pid = (int)sys0(__NR_getpid);
	state->ppid = (int)sys0(__NR_getppid);
	state->pgid = (int)sys1(__NR_getpgid, 0);
	state->sid = (int)sys1(__NR_getsid, 0);
	state->mask = (unsigned)sys1(__NR_umask, 0);
	sys1(__NR_umask, state->mask);
	for (int i = 0; i < LIMIT_COUNT; i++)
		sys4(__NR_prlimit64, 0, i, NULL, report->limits[i]);
	size = sys2(__NR_getcwd, report->directory, sizeof report->directory);
	state->directory_bytes = size > 0 ? (unsigned)size : 0;
	state->args_bytes = copy_texts(args, report->args, MAX_TEXT, &state->args);
	state->env_bytes = copy_texts(env, report->env, MAX_TEXT, &state->env);
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

/* A second start of the command is counted and does nothing more. */
static void __attribute__((noreturn, used)) begin_main(long *stack)
{
	char **args = (char **)(stack + 1);
	char **env = args + stack[0] + 1;
	unsigned long all = ALL_SIGNALS;

	if (map_ctl() < 0)
		leave(125);
	if (__atomic_fetch_add(&ctl->starts, 1, __ATOMIC_SEQ_CST) > 0) {
		notify();
		for (;;)
			sys0(__NR_pause);
	}
	report_start(args, env);
	sys4(__NR_rt_sigprocmask, SIG_SETMASK, &all, NULL, 8);
	ctl->report.state.ignored = set_reactions(ALL_SIGNALS, &ctl->slots[0].spec);
	set_mask(0);
	announce(0);
	live(0);
}

__asm__(
	".globl _start\n"
	"_start:\n\t"
	"xor %ebp, %ebp\n\t"
	"mov %rsp, %rdi\n\t"
	"lea stacks+32704(%rip), %rsp\n\t"
	"call begin_main\n");
