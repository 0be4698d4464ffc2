/*
 * The gate: who gets the record of a run. An actor asks for it by a system call that Linux does not have; the filter of its world
 * (filter.c) turns that into a question to this thread, and the answer is a descriptor of the record, put into the actor by the kernel
 * (seccomp_unotify(2)). No file names the record, no descriptor of it passes through the init.
 *
 * An actor is whatever runs the actor's program, by /proc/PID/exe, in the root of the world: that program is read-only to everybody inside, and
 * it has made itself unreadable to others before it asks (actor/begin.c). Whoever else asks has tampered with the run.
 */
#include "executor.h"
#include "filter.h"
#include "world.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <linux/seccomp.h>

static const struct sandbox *the_sandbox;
static int listeners;
/* In which run who asks; set between runs. */
static const struct world *open_for;
static uint32_t refused, answering;

/*
 * The actor's program says of itself where its root is, as arguments of its call: what it says is true, since nobody can have changed it
 * or answered for the kernel. An init may have changed its root (chroot(2)) so that main's working directory looks as it should.
 */
static int is_actor(const struct seccomp_notif *question)
{
	const struct sandbox *sandbox = the_sandbox;
	const struct world *world = __atomic_load_n(&open_for, __ATOMIC_SEQ_CST);
	const struct stat *root = world ? &world->places[PLACE_ROOT].as_new : NULL;
	struct stat program;
	char path[32];

	if (!root || question->data.args[0] != root->st_dev || question->data.args[1] != root->st_ino)
		return 0;
	snprintf(path, sizeof path, "/proc/%d/exe", (int)question->pid);
	return stat(path, &program) == 0 && program.st_dev == sandbox->shown_device &&
	       (program.st_ino == sandbox->actor_ino || program.st_ino == sandbox->setuid_ino);
}

/* Puts the record into who asks, as the result of its call. */
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

/* Has the gate hear of those who ask in the processes of a filter. */
void gate_listen(int listener)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };

	if (epoll_ctl(listeners, EPOLL_CTL_ADD, listener, &event) < 0)
		die_errno(EXIT_HARNESS, "cannot listen to a filter");
}

/* From here on actors of this world are let in, and nobody has been refused. */
void gate_open(const struct world *world)
{
	__atomic_store_n(&refused, 0, __ATOMIC_SEQ_CST);
	__atomic_store_n(&open_for, world, __ATOMIC_SEQ_CST);
}

/* Whether somebody who is no actor has asked for the record. */
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
	listeners = epoll_create1(EPOLL_CLOEXEC);
	listeners = listeners < 0 ? -1 : fcntl(listeners, F_DUPFD_CLOEXEC, FIRST_OWN_FD);
	if (listeners < 0)
		die_errno(EXIT_HARNESS, "cannot listen to filters");
	start_thread(watch, NULL);
}
