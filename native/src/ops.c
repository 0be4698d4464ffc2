/* The operations of a program: signals from outside are sent here, everything else is asked of an actor. */
#include "executor.h"

#include <signal.h>
#include <sys/syscall.h>
#include <linux/futex.h>
#include <time.h>

/* Hands a command to the actor of `slot`; one that does not live is not asked. A stopped one takes it when it is continued. */
static void post(struct run *run, int slot, const struct command *command)
{
	struct slot *shared;

	if (slot < 0 || slot >= run->program->processes)
		return;
	shared = &run->sandbox->ctl->slots[slot];
	if (run->watches[slot].life == LIFE_UNBORN)
		drain_events(run);
	if (run->watches[slot].life != LIFE_LIVE)
		return;
	if (shared->posted - __atomic_load_n(&shared->taken, __ATOMIC_SEQ_CST) >= MAX_COMMANDS) {
		run->bound = BOUND_COMMANDS;
		return;
	}
	shared->commands[shared->posted % MAX_COMMANDS] = *command;
	__atomic_fetch_add(&shared->posted, 1, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&shared->wake, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &shared->wake, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void begin_fork(struct run *run, const struct op *op)
{
	struct command command = { .code = OP_FORK, .slot = op->slot, .count = op->count };
	int parent = run->processes[op->slot].parent, of = (int)run->processes[op->slot].pid_of - 1;

	if (of >= 0 && run->sandbox->ctl->slots[of].pid)
		choose_pid(run, run->sandbox->ctl->slots[of].pid);
	if (run->processes[op->slot].flags & PROCESS_ENTERS) {
		for (int i = 0; i < op->count && !run->init_gone; i++)
			enter(run, op->slot + i);
		return;
	}
	if (parent >= 0 && run->processes[parent].flags & PROCESS_INTERMEDIATE) {
		command.slot = (int16_t)parent;
		parent = run->processes[parent].parent;
	}
	post(run, parent, &command);
}

static void begin_end(struct run *run, const struct op *op)
{
	struct command command = { .code = op->code, .signal = op->signal, .value = op->exit_code };

	if (op->flags & OP_CORE && run->sandbox->cores)
		command.flags = OP_CORE;
	for (int i = 0; i < op->count; i++)
		post(run, op->slot + i, &command);
}

static void send(pid_t pid, const struct op *op)
{
	siginfo_t info = { .si_signo = op->signal, .si_code = SI_QUEUE };

	if (!(op->flags & OP_VALUE) || pid < 0) {
		kill(pid, op->signal);
		return;
	}
	info.si_value.sival_int = op->value;
	syscall(SYS_rt_sigqueueinfo, pid, op->signal, &info);
}

static void send_to_slot(struct run *run, int slot, const struct op *op)
{
	if (slot >= 0 && slot < run->program->processes && run->watches[slot].life == LIFE_LIVE)
		send(run->watches[slot].outer, op);
}

static void send_to_group(struct run *run, const struct op *op)
{
	struct watch *watch = &run->watches[op->slot];
	pid_t group = watch->life == LIFE_LIVE || watch->life == LIFE_ZOMBIE ? getpgid(watch->outer) : 0;

	/* Group 1 is that of the executor itself. */
	if (group > 1)
		send(-group, op);
}

static void begin_signal(struct run *run, const struct op *op)
{
	struct command command = { op->code, op->flags, op->signal, op->to, op->slot, op->count, op->value };

	if (op->from >= 0) {
		post(run, op->from, &command);
		return;
	}
	if (op->to == TO_INIT || op->to == TO_EVERYBODY)
		send(run->init, op);
	if (op->to == TO_GROUP)
		send_to_group(run, op);
	if (op->to == TO_EVERYBODY)
		for (int slot = run->init_is_main; slot < run->program->processes; slot++)
			send_to_slot(run, slot, op);
	if (op->to == TO_PROCESS)
		for (int i = 0; i < op->count; i++)
			send_to_slot(run, op->slot + i, op);
}

/* From so long on, ms, others have the CPU meanwhile: to give it away and take it back costs less than a hundredth of that. */
#define LONG_WAIT_MS 100

static void pause_for(struct run *run, unsigned ms)
{
	struct timespec pause = { ms / 1000, ms % 1000 * 1000000L };

	if (ms >= LONG_WAIT_MS) {
		turn_lend(run, ms);
		return;
	}
	watchdog_leave();
	while (nanosleep(&pause, &pause) < 0 && errno == EINTR)
		;
	watchdog_enter();
}

/* Lets time pass, and measures what the init does in it. */
static void begin_wait(struct run *run, const struct op *op)
{
	unsigned woken = init_switches(run);
	uint64_t cpu = init_cpu_ns(run), since = now_ns();

	pause_for(run, (unsigned)op->value);
	reap_init(run);
	if (run->init_gone)
		return;
	run->result.waited_ms += (uint32_t)((now_ns() - since) / 1000000);
	run->result.waited_switches += init_switches(run) - woken;
	run->result.waited_cpu_us += (uint32_t)((init_cpu_ns(run) - cpu) / 1000);
}

/* The init's parent ends. It is a zombie once the kernel has handed its children on (kernel/exit.c: exit_notify). */
static void orphan_init(struct run *run)
{
	int fd = run->parent > 0 ? open_proc(run->parent, "stat") : -1;
	uint64_t since = now_ns(), cpu = init_cpu_ns(run);

	if (fd < 0)
		return;
	kill(run->parent, SIGKILL);
	for (unsigned tries = 0; !strchr("XZ", read_state(fd, NULL, NULL, NULL)) && !exhausted(run, since, cpu); tries++)
		nap(run, tries);
	close(fd);
	run->parent = 0;
}

/* Signals that the op may bring the init: what its terminal makes of a key is the terminal's business. */
static uint64_t signals_by(const struct op *op)
{
	if (op->code == OP_SIGNAL)
		return op->signal ? UINT64_C(1) << (op->signal - 1) : 0;
	return op->code == OP_TYPE || op->code == OP_HANG_UP || op->code == OP_RESIZE ? UINT64_MAX : 0;
}

/* Sets going what the op says; does not wait for it. */
void op_begin(struct run *run, const struct op *op)
{
	run->sent |= signals_by(op);
	switch (op->code) {
	case OP_AT:
		hold_begin(run, op);
		break;
	case OP_FORK:
		begin_fork(run, op);
		break;
	case OP_EXIT:
	case OP_DIE:
	case OP_SETPGID:
	case OP_SETSID:
	case OP_EXEC:
	case OP_TRACEME:
		begin_end(run, op);
		break;
	case OP_SIGNAL:
		begin_signal(run, op);
		break;
	case OP_FREEZE:
		kill(run->init, SIGSTOP);
		break;
	case OP_THAW:
		kill(run->init, SIGCONT);
		break;
	case OP_WAIT:
		begin_wait(run, op);
		break;
	case OP_STORM:
	case OP_FOREGROUND:
	case OP_READ:
	case OP_WRITE:
		post(run, op->slot, &(struct command){ .code = op->code, .value = op->value });
		break;
	case OP_ORPHAN:
		orphan_init(run);
		break;
	case OP_TYPE:
		terminal_type(run, run->typed[op->value]);
		break;
	case OP_HANG_UP:
		terminal_hang_up(run);
		break;
	case OP_RESIZE:
		terminal_resize(run, op->value >> 16, op->value & 0xffff);
		break;
	}
}
