/*
 * The gate: which processes get the record of a run. An actor asks for it by a system call that Linux does not have; the filter of its
 * world (filter.c) turns that into a question to this thread, and the answer is a descriptor of the record, put into the actor by the
 * kernel (seccomp_unotify(2)). No file names the record, no descriptor of it passes through the init.
 *
 * An actor is whatever runs the actor's program in the root of the world. It says so by a secret that stands in the program, which nobody
 * can read (actor-file.c); where the machine cannot hide it, and for an actor that goes on by the set-uid program, /proc/PID/exe says it.
 * Any other process that asks has tampered with the run.
 *
 * The same secret, or program, is what lets an actor be traced by its parent (PTRACE_TRACEME), which for main is the init. No other process
 * may be: an init that were traced, or its child before that is an actor, would stop for a tracer of the executor's, or of its own. The
 * init is told of the stops by wait(2), and that is all: each other request of ptrace(2) is refused by the filter, and the memory of an
 * actor is closed to tracers too (ptrace(2), PTRACE_PEEKDATA; kernel/ptrace.c: ptrace_access_vm).
 */
#include "executor.h"
#include "filter.h"
#include "world.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <linux/seccomp.h>

static const struct sandbox *the_sandbox;
static int listeners;
/* The run whose processes ask; set between runs. */
static const struct world *open_for;
static uint32_t refused, answering;

/*
 * The actor's program says of itself where its root is, as arguments of its call: what it says is true, since nobody can have changed it
 * or answered for the kernel. An init may have changed its root (chroot(2)) so that main's working directory looks as it should.
 */
static int is_in_world(const struct seccomp_notif *question)
{
	const struct world *world = __atomic_load_n(&open_for, __ATOMIC_SEQ_CST);
	const struct stat *root = world ? &world->places[PLACE_ROOT].as_new : NULL;

	return root && question->data.args[0] == root->st_dev && question->data.args[1] == root->st_ino;
}

/* Whether one that goes on by the set-uid program is due; then it has come. */
static int takes_up_root(void)
{
	uint32_t *becoming = &the_sandbox->ctl->becoming, due = __atomic_load_n(becoming, __ATOMIC_SEQ_CST);

	while (due && !__atomic_compare_exchange_n(becoming, &due, due - 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		;
	return due != 0;
}

/* The inode of the program that the asking process runs, where that is one of ours; 0 else. */
static ino_t own_program(const struct seccomp_notif *question)
{
	struct stat program;
	char path[32];

	snprintf(path, sizeof path, "/proc/%d/exe", (int)question->pid);
	return stat(path, &program) == 0 && program.st_dev == the_sandbox->shown_device ? program.st_ino : 0;
}

/* By the last four arguments of the call, or where the program could be read, by that. */
static int runs_actor(const struct seccomp_notif *question)
{
	const struct sandbox *sandbox = the_sandbox;

	if (sandbox->secret_is_kept)
		return memcmp(&question->data.args[2], sandbox->secret, SECRET_SIZE) == 0;
	return own_program(question) == sandbox->actor_ino;
}

static int is_actor(const struct seccomp_notif *question)
{
	if (!is_in_world(question))
		return 0;
	return runs_actor(question) || (own_program(question) == the_sandbox->setuid_ino && takes_up_root());
}

/*
 * Has the kernel make the call as it stands: an actor's PTRACE_TRACEME, which has its arguments in registers that no other process can
 * change.
 */
static void answer_ptrace(int listener, const struct seccomp_notif *question)
{
	int may = question->data.args[0] == PTRACE_TRACEME && runs_actor(question);
	struct seccomp_notif_resp go_on = { .id = question->id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE };
	struct seccomp_notif_resp no = { .id = question->id, .error = -EPERM };

	/* Still the same process: what /proc has shown is its own. */
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &question->id) == 0)
		ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, may ? &go_on : &no);
}

/* Puts the record into the process that asks, as the result of its call. */
static void hand_over(int listener, uint64_t question)
{
	struct seccomp_notif_addfd record = {
		.id = question, .flags = SECCOMP_ADDFD_FLAG_SEND, .srcfd = (uint32_t)the_sandbox->record, .newfd_flags = O_CLOEXEC,
	};
	struct seccomp_notif_resp no = { .id = question, .error = -EMFILE };

	/* It has no descriptor left, or is gone. */
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &record) < 0)
		ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &no);
}

static void answer(int listener)
{
	struct seccomp_notif question = { 0 };
	struct seccomp_notif_resp no = { .error = -EPERM };
	int actor;

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &question) < 0)
		return;
	if (question.data.nr == SYS_ptrace) {
		answer_ptrace(listener, &question);
		return;
	}
	actor = is_actor(&question);
	/* Still the same process: it is held in its call. */
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &question.id) < 0)
		return;
	if (actor) {
		hand_over(listener, question.id);
		return;
	}
	__atomic_store_n(&refused, 1, __ATOMIC_SEQ_CST);
	no.id = question.id;
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &no);
}

static void *watch(void *unused)
{
	struct epoll_event event;

	(void)unused;
	for (;;)
		if (epoll_wait(listeners, &event, 1, -1) == 1 && event.events & EPOLLIN) {
			__atomic_store_n(&answering, 1, __ATOMIC_SEQ_CST);
			answer(event.data.fd);
			__atomic_store_n(&answering, 0, __ATOMIC_SEQ_CST);
		}
	return NULL;
}

/* Has the gate hear of those that ask among the processes of a filter. */
void gate_listen(int listener)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };

	if (epoll_ctl(listeners, EPOLL_CTL_ADD, listener, &event) < 0)
		die_errno(EXIT_HARNESS, "cannot listen to a filter");
}

/*
 * Has it hear no more of them. To be called before the last process of the filter ends: from then on the listener tells of that without
 * end (EPOLLHUP), and this thread, which has a real-time priority, keeps the one that would close it from the CPU.
 */
void gate_leave(int listener)
{
	if (epoll_ctl(listeners, EPOLL_CTL_DEL, listener, NULL) < 0)
		die_errno(EXIT_HARNESS, "cannot leave a filter");
}

/* From here on actors of this world are let in, and nobody has been refused. */
void gate_open(const struct world *world)
{
	__atomic_store_n(&refused, 0, __ATOMIC_SEQ_CST);
	__atomic_store_n(&open_for, world, __ATOMIC_SEQ_CST);
}

/* Whether a process that is no actor has asked for the record. */
int gate_has_refused(void)
{
	return (int)__atomic_load_n(&refused, __ATOMIC_SEQ_CST);
}

/* Whether somebody waits for an answer: it looks asleep, and goes on by itself. */
int gate_is_busy(void)
{
	struct pollfd question = { listeners, POLLIN, 0 };

	return poll(&question, 1, 0) > 0 || __atomic_load_n(&answering, __ATOMIC_SEQ_CST);
}

/* Starts the thread, with the scheduling class of the caller. */
void gate_start(const struct sandbox *sandbox)
{
	the_sandbox = sandbox;
	listeners = kept(epoll_create1(EPOLL_CLOEXEC));
	start_thread(watch, NULL);
}
