/* The commands of the executor: what a step asks of an actor. */
#include "actor.h"

/* Dies by the signal, with its default action, whatever the reaction was. All others are blocked, as far as they can be. */
static void die_by(int signal)
{
	set_action(signal, (void *)SIG_DFL);
	set_mask(~BIT(signal));
	sys2(__NR_kill, sys0(__NR_getpid), signal);
}

/* Whether it is PID 1, whom no signal of its own ends (pid_namespaces(7)). */
static int is_first(void)
{
	return sys0(__NR_getpid) == FIRST_PID;
}

static void limit_core(int whole)
{
	struct { unsigned long soft, hard; } core = { 0, 0 };

	sys4(__NR_prlimit64, 0, RLIMIT_CORE, NULL, &core);
	core.soft = whole ? core.hard : 0;
	sys4(__NR_prlimit64, 0, RLIMIT_CORE, &core, NULL);
}

/* In the program that an actor becomes to dump a core: that has no record, and may be read. */
void dump_core(int signal)
{
	limit_core(1);
	die_by(signal);
	leave(126);
}

static void __attribute__((noreturn)) become_program(const char *path, char what, int number)
{
	char name[MARKED_SIZE];
	char *args[] = { name, NULL }, *env[] = { NULL };

	mark(name, what, number);
	sys3(__NR_execve, path, args, env);
	leave(126);
}

/*
 * Death by a signal. A core would have the record's memory in it, and a process that cannot be read dumps none: where one is asked for,
 * the actor becomes another program first. To PID 1 it is nothing.
 */
static void die(const struct command *command)
{
	if (is_first())
		return;
	if (command->flags & OP_CORE && !ids_changed) {
		set_mask(ALL_SIGNALS);
		become_program("/initproof/dumps", CORE_MARK, command->signal);
	}
	limit_core(0);
	die_by(command->signal);
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
		send(ctl->init, command);
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

/*
 * The same program once more, in a memory of its own. With all signals blocked: what comes meanwhile stays pending, and is taken by the
 * handlers that are set again then (execve(2)). The command counts as taken, since it does not come back.
 */
static void become_another(void)
{
	int slot = own_slot();

	set_mask(ALL_SIGNALS);
	__atomic_fetch_add(&ctl->births, 1, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&ctl->slots[slot].taken, 1, __ATOMIC_SEQ_CST);
	__atomic_store_n(&ctl->slots[slot].becomes, (int)sys0(__NR_getpid), __ATOMIC_SEQ_CST);
	become_program("/initproof/actor", EXEC_MARK, slot);
}

/*
 * The same by way of a set-uid program, which takes all ids of its owner. Who shares its root and working directory with others does not
 * gain them (security/commoncap.c: LSM_UNSAFE_SHARE). A process that gains nothing by it, being root or forbidden to, runs the plain one,
 * which cannot be read.
 */
void become_root(int slot)
{
	int gains = sys0(__NR_getuid) != 0 && sys6(__NR_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0, 0) == 0;

	sys1(__NR_unshare, CLONE_FS);
	__atomic_store_n(&ctl->slots[slot].becomes, (int)sys0(__NR_getpid), __ATOMIC_SEQ_CST);
	if (gains)
		__atomic_fetch_add(&ctl->becoming, 1, __ATOMIC_SEQ_CST);
	become_program(gains ? "/initproof/set-uid" : "/initproof/actor", SETUID_MARK, slot);
}

void obey(const struct command *command)
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
	case OP_EXEC:
		become_another();
		break;
	case OP_SETPGID:
		sys2(__NR_setpgid, 0, 0);
		break;
	case OP_SETSID:
		sys0(__NR_setsid);
		break;
	case OP_TRACEME:
		have_oneself_traced();
		break;
	case OP_STORM:
		storm(command->value);
		break;
	case OP_FOREGROUND:
	case OP_READ:
	case OP_WRITE:
		use_terminal(command->code);
		break;
	}
}
