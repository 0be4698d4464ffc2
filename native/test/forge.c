/*
 * `forge NAME COMMAND...` is an init with a fault that does all it can to pass by: each row of the table is one. For
 * test/judge/forge.test.ts, in which none may.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../src/filter.h"
#include "../src/shared.h"

#define ACTOR "/initproof/actor"
#define RECORD 0x71000000UL

static char **command;
static pid_t actor;

static pid_t start(void)
{
	pid_t child = fork();

	if (child == 0) {
		execv(command[0], command);
		_exit(127);
	}
	return child;
}

/* Faults: never forwards, nor reaps but main; reaps all and leaves in the wrong code. */
static void __attribute__((noreturn)) be_deaf(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	for (;;)
		if (waitpid(actor, NULL, 0) == actor)
			exit(0);
}

static void __attribute__((noreturn)) leave_wrongly(void)
{
	int status;

	for (;;)
		if (wait(&status) == actor)
			exit(WEXITSTATUS(status) ^ 1);
}

/* Asks for the record with the root that an actor would name. Returns a descriptor, or -1. */
static int ask(void)
{
	struct stat root;

	stat("/", &root);
	return (int)syscall(GATE_CALL, root.st_dev, root.st_ino);
}

/* Writes a record of a signal, if there is anything to write to. */
static void write_record(int fd)
{
	struct ctl *ctl = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *ctl, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (ctl == MAP_FAILED)
		return;
	ctl->events[ctl->events_used] = (struct event){ 1, EVENT_SIGNAL, SIGTERM, 0, 1, 0, 0, 0 };
	ctl->events_used++;
}

static void asks(void)
{
	actor = start();
	write_record(ask());
}

static void asks_first(void)
{
	write_record(ask());
	actor = start();
}

static void *ask_again(void *unused)
{
	(void)unused;
	for (;;)
		write_record(ask());
	return NULL;
}

/* One thread asks while another becomes the actor: of whom does the gate see the program? */
static void asks_in_exec(void)
{
	pthread_t thread;

	actor = fork();
	if (actor == 0) {
		pthread_create(&thread, NULL, ask_again, NULL);
		sched_yield();
		execv(command[0], command);
		_exit(127);
	}
}

/* Every descriptor that any process has, for one of the record's size. */
static void finds(void)
{
	struct stat file;
	char path[64];

	actor = start();
	for (int pid = 1; pid < 2000; pid++)
		for (int fd = 3; fd < 40; fd++) {
			snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, fd);
			if (stat(path, &file) == 0 && file.st_size == sizeof(struct ctl))
				write_record(open(path, O_RDWR));
		}
}

/* Starts the actor's program once more, as the `number` of what the mark says. */
static void start_as(char what, int number)
{
	char name[MARKED_SIZE];
	char *argv[] = { name, NULL };

	mark(name, what, number);
	if (fork() == 0) {
		execv(ACTOR, argv);
		_exit(127);
	}
}

static void answers_as_inherited(void)
{
	actor = start();
	start_as(INHERITED_MARK, 0);
}

static void answers_as_inherited_first(void)
{
	start_as(INHERITED_MARK, 0);
	actor = start();
}

static void answers_as_entered(void)
{
	actor = start();
	start_as(INHERITED_MARK, 1);
}

static void answers_as_other_program(void)
{
	actor = start();
	start_as(EXEC_MARK, 0);
}

static void answers_as_root(void)
{
	actor = start();
	start_as(SETUID_MARK, 0);
}

/* A warden tells how the init ends. */
static void answers_as_warden(void)
{
	actor = start();
	start_as(WARDEN_MARK, 1);
	start_as(WARDEN_MARK, actor);
}

/* Those that have no record. */
static void answers_as_helper(void)
{
	actor = start();
	start_as(USHER_MARK, 0);
	start_as(CORE_MARK, SIGTERM);
}

/* Starts the command again and again: who comes first is main. */
static void starts_many(void)
{
	actor = start();
	for (int i = 0; i < 20; i++)
		start();
}

/* The init's own process becomes main. */
static void becomes_main(void)
{
	execv(command[0], command);
}

/* Another program in the actor's place, by all ways that there are. */
static void replaces(void)
{
	int fd = open(ACTOR, O_WRONLY);

	if (fd < 0)
		fd = open("/tmp/actor", O_CREAT | O_WRONLY, 0755);
	if (fd >= 0 && write(fd, "#!/bin/true\n", 12) == 12)
		rename("/tmp/actor", ACTOR);
	unlink(ACTOR);
	mount("/tmp/actor", ACTOR, NULL, MS_BIND, NULL);
	if (symlink("/tmp/actor", ACTOR) < 0)
		chmod(ACTOR, 0777);
	actor = start();
}

/* Main as a tracee: from before its exec, and when it runs. */
static void traces(void)
{
	actor = fork();
	if (actor == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		execv(command[0], command);
		_exit(127);
	}
	ptrace(PTRACE_SEIZE, actor, NULL, NULL);
	ptrace(PTRACE_ATTACH, actor, NULL, NULL);
	ptrace(PTRACE_POKEDATA, actor, (void *)RECORD, (void *)1);
}

/* The same in the form in which actors ask for it, and itself, which would stop for a tracer of the executor's. */
static void asks_to_be_traced(void)
{
	actor = fork();
	if (actor == 0) {
		syscall(SYS_ptrace, PTRACE_TRACEME, GATE_TRACEME, 0, 0, 0, 0);
		execv(command[0], command);
		_exit(127);
	}
	syscall(SYS_ptrace, PTRACE_TRACEME, GATE_TRACEME, 0, 0, 0, 0);
}

/* Main is this thread's, which traces it where it asks for that; the first stop it takes, and lets main go by its own end. */
static void *trace_until_stopped(void *unused)
{
	int status;

	(void)unused;
	__atomic_store_n(&actor, start(), __ATOMIC_SEQ_CST);
	while (waitpid(actor, &status, __WALL | __WNOTHREAD) == actor && !WIFSTOPPED(status))
		exit(WEXITSTATUS(status) ^ 1);
	return NULL;
}

static void lets_go(void)
{
	pthread_t thread;
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	pthread_create(&thread, NULL, trace_until_stopped, NULL);
	while (!__atomic_load_n(&actor, __ATOMIC_SEQ_CST))
		sched_yield();
}

/* Hands on what it gets, reaps only when that is SIGCHLD, and leaves in the wrong code. */
static void __attribute__((noreturn)) hand_on_and_leave_wrongly(void)
{
	sigset_t all;
	int signal, status;

	sigfillset(&all);
	for (;;) {
		if (sigwait(&all, &signal) == 0 && signal != SIGCHLD)
			kill(actor, signal);
		if (waitpid(actor, &status, WNOHANG) == actor && !WIFSTOPPED(status))
			exit(WEXITSTATUS(status) ^ 1);
	}
}

/* Its memory, in the moment after its exec. */
static void writes(void)
{
	struct event event = { 1, EVENT_SIGNAL, SIGTERM, 0, 1, 0, 0, 0 };
	struct iovec own = { &event, sizeof event }, its = { (void *)(RECORD + offsetof(struct ctl, events)), sizeof event };
	char path[64];
	int fd;

	actor = vfork();
	if (actor == 0) {
		execv(command[0], command);
		_exit(127);
	}
	snprintf(path, sizeof path, "/proc/%d/mem", actor);
	fd = open(path, O_RDWR);
	if (fd >= 0 && pwrite(fd, &event, sizeof event, (off_t)(RECORD + offsetof(struct ctl, events))) < 0)
		close(fd);
	for (int i = 0; i < 50; i++)
		syscall(SYS_process_vm_writev, actor, &own, 1, &its, 1, 0);
}

/* More signals to main than a record has room for: what comes after it nobody sees. */
static void floods(void)
{
	struct timespec moment = { 0, 1000 };

	actor = start();
	for (int i = 0; i < 20000; i++) {
		kill(actor, SIGUSR1);
		if (i % 16 == 0)
			nanosleep(&moment, NULL);
	}
}

/* Main under a filter that answers for the kernel: no signal is blocked, whatever is. */
static void filters(void)
{
	static struct sock_filter code[] = {
		{ BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr) },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_rt_sigprocmask },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW },
	};
	struct sock_fprog program = { sizeof code / sizeof *code, code };
	sigset_t blocked;

	actor = fork();
	if (actor > 0)
		return;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR2);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
	execv(command[0], command);
	_exit(127);
}

/* Main in a root of the init's making, where its working directory is what the init says. */
static void changes_root(void)
{
	int fd = open(ACTOR, O_RDONLY);

	actor = fork();
	if (actor == 0) {
		if (chroot("/tmp") == 0)
			fexecve(fd, command, environ);
		_exit(127);
	}
}

/* Main with the init's own root and directory, which the init changes when that has begun. */
static void shares_root(void)
{
	actor = (pid_t)syscall(SYS_clone, CLONE_FS | CLONE_VFORK | SIGCHLD, NULL, NULL, NULL, NULL);
	if (actor == 0) {
		execv(command[0], command);
		_exit(127);
	}
	sched_yield();
	if (chroot("/tmp") < 0)
		umask(0);
}

/* Ends main early, and has another do its part. */
static void replaces_main(void)
{
	pid_t first = start();

	usleep(2000);
	kill(first, SIGKILL);
	waitpid(first, NULL, 0);
	actor = start();
}

static void begins(void)
{
	actor = start();
}

/*
 * The first instructions of the program: as `forge kills` it forks there, and the child kills every process that it can, for ever. Where
 * that is done outside of the namespaces of a run, these are those of its neighbours.
 */
__asm__(
	".globl forge_entry\n"
	"forge_entry:\n\t"
	"cmpq $3, (%rsp)\n\t"
	"jl _start\n\t"
	"mov 16(%rsp), %rax\n\t"
	"cmpb $107, (%rax)\n\t" /* k */
	"jne _start\n\t"
	"mov $57, %eax\n\t"     /* fork */
	"syscall\n\t"
	"test %eax, %eax\n\t"
	"jnz _start\n\t"
	"mov $112, %eax\n\t"    /* setsid */
	"syscall\n"
	"1:\n\t"
	"push $300000\n\t"
	"push $0\n\t"
	"mov %rsp, %rdi\n\t"
	"xor %esi, %esi\n\t"
	"mov $35, %eax\n\t"     /* nanosleep */
	"syscall\n\t"
	"add $16, %rsp\n\t"
	"mov $-1, %rdi\n\t"
	"mov $9, %esi\n\t"
	"mov $62, %eax\n\t"     /* kill */
	"syscall\n\t"
	"jmp 1b\n");

static const struct forger {
	const char *name, *how;
	void (*begin)(void), (*go_on)(void);
} forgers[] = {
	{ "asks", "asks for the record", asks, be_deaf },
	{ "asks-first", "asks before main is there", asks_first, be_deaf },
	{ "asks-in-exec", "asks while it becomes the actor", asks_in_exec, be_deaf },
	{ "finds", "looks for the record in /proc", finds, be_deaf },
	{ "answers-as-inherited", "a second actor, as one from before the exec", answers_as_inherited, be_deaf },
	{ "answers-as-inherited-first", "the same before main", answers_as_inherited_first, be_deaf },
	{ "answers-as-entered", "a second actor, as one that enters", answers_as_entered, be_deaf },
	{ "answers-as-other-program", "a second actor, as what main has become", answers_as_other_program, be_deaf },
	{ "answers-as-root", "a second actor, as one that was set-uid", answers_as_root, be_deaf },
	{ "answers-as-warden", "a second actor, as its warden", answers_as_warden, leave_wrongly },
	{ "answers-as-helper", "a second actor, as a helper", answers_as_helper, be_deaf },
	{ "starts-many", "starts its command many times", starts_many, be_deaf },
	{ "becomes-main", "becomes its command itself", becomes_main, be_deaf },
	{ "replaces", "replaces the actor's program", replaces, be_deaf },
	{ "traces", "traces main", traces, be_deaf },
	{ "asks-to-be-traced", "has its child traced, and itself", asks_to_be_traced, be_deaf },
	{ "lets-go", "traces main, and makes it go on", lets_go, hand_on_and_leave_wrongly },
	{ "writes", "writes the memory of main", writes, be_deaf },
	{ "floods", "floods the record", floods, be_deaf },
	{ "filters", "answers the system calls of main", filters, be_deaf },
	{ "changes-root", "main in another root", changes_root, be_deaf },
	{ "shares-root", "main in a root that changes", shares_root, be_deaf },
	{ "replaces-main", "ends main early, and starts another", replaces_main, leave_wrongly },
	{ "kills", "kills its neighbours from its first instructions", begins, be_deaf },
	/* Without a trick: the fault alone. */
	{ "deaf", "nothing", begins, be_deaf },
};

int main(int argc, char **argv)
{
	command = argv + 2;
	for (size_t i = 0; i < sizeof forgers / sizeof *forgers; i++)
		if (argc == 2 && strcmp(argv[1], "list") == 0)
			printf("%s\t%s\n", forgers[i].name, forgers[i].how);
		else if (argc > 2 && strcmp(argv[1], forgers[i].name) == 0) {
			forgers[i].begin();
			forgers[i].go_on();
		}
	return argc == 2 ? 0 : 99;
}
