/* The events of a run: what actors have recorded in the shared memory, and the watch that begins when one has started. */
#include "executor.h"

#include <sys/ioctl.h>
#include <sys/syscall.h>

/* Linux 6.11, include/uapi/linux/{pidfd,nsfs}.h. */
#define GET_PID_NAMESPACE _IO(0xFF, 5)
#define GET_PID_FROM_PIDNS _IOR(0xb7, 0x6, int)
#define GET_TGID_FROM_PIDNS _IOR(0xb7, 0x7, int)

/* Appends an event of the executor's own to the result. */
void run_event(struct run *run, int kind, int slot, int n, int a, int b, int c, int d)
{
	struct event event = { (uint32_t)((now_ns() - run->started_ns) / 1000), (uint8_t)kind, (uint8_t)n, (int16_t)slot, a, b, c, d };

	buffer_add(run->out, &event, sizeof event);
	run->events++;
}

/* Whether the kernel tells which process has which id in another PID namespace. */
int can_translate(void)
{
	static int can = -1;
	int self, namespace;

	if (can >= 0)
		return can;
	self = (int)syscall(SYS_pidfd_open, getpid(), 0);
	namespace = ioctl(self, GET_PID_NAMESPACE, 0);
	can = namespace >= 0 && ioctl(namespace, GET_TGID_FROM_PIDNS, getpid()) == getpid();
	close(namespace);
	close(self);
	return can;
}

/* Opens the PID namespace of the run, once. */
void find_namespace(struct run *run)
{
	if (run->namespace < 0)
		run->namespace = ioctl(run->first_pidfd, GET_PID_NAMESPACE, 0);
	if (run->namespace < 0)
		run->namespace = open_proc(run->init > 0 && run->init != NOBODY ? run->init : run->first, "ns/pid");
}

/* The outer id of the process that is `inner` inside, NOBODY where it is gone already. For kernels that can translate. */
pid_t to_outer(struct run *run, int inner)
{
	int outer;

	find_namespace(run);
	outer = ioctl(run->namespace, GET_TGID_FROM_PIDNS, inner);
	return outer > 0 ? outer : NOBODY;
}

/* The same of a thread. */
pid_t thread_to_outer(struct run *run, int inner)
{
	int outer;

	find_namespace(run);
	outer = ioctl(run->namespace, GET_PID_FROM_PIDNS, inner);
	return outer > 0 ? outer : NOBODY;
}

/* The init has become the command: what stops it stops main. */
static void become_main(struct run *run)
{
	run->init_is_main = 1;
	run->stops |= run->init_stops;
}

/* From the event that an actor has written upon its start. */
static void begin_watch(struct run *run, const struct event *started)
{
	int told = run->sandbox->ctl->slots[started->slot].outer;
	struct watch *watch = &run->watches[started->slot];
	int parent = run->processes[started->slot].parent;

	if (started->slot == 0 && started->a == run->sandbox->ctl->init)
		become_main(run);
	watch->outer = run->init_is_main && started->slot == 0 ? run->init : told > 1 ? told : can_translate() ? to_outer(run, started->a) : NOBODY;
	if (watch->entered > 0 && watch->outer != watch->entered && watch->outer != NOBODY)
		run->tampered |= TAMPERED_IDENTITY;
	watch->life = LIFE_LIVE;
	watch->parent = watch->usher > 0 ? watch->usher : parent < 0 ? run->init : run->watches[parent].outer;
	if (run->processes[started->slot].flags & PROCESS_CLONE_PARENT)
		watch->parent = run->watches[parent].parent;
	watch->inner_group = started->c;
	watch->inner_session = started->d;
	watch->pidfd = (int)syscall(SYS_pidfd_open, watch->outer, 0);
	/* An init that a timer wakes may wait for a dead one just now. */
	if (watch->pidfd < 0 && errno == ESRCH)
		watch->outer = NOBODY;
	watch->stat_fd = -1;
}

/* The id of a process as it is told: 1 for the init, whatever it has inside; a PID 1 that is somebody else counts as outside. */
int told_id(const struct run *run, int inner)
{
	int init = run->sandbox->ctl->init;

	return inner == init ? FIRST_PID : inner == FIRST_PID ? 0 : inner;
}

/* The parent of a process as it is told. That of the init is outside, also where it is not PID 1: an init that has become main has no other. */
int told_parent(const struct run *run, int inner, int parent)
{
	return inner == run->sandbox->ctl->init ? 0 : told_id(run, parent);
}

static void name_init(const struct run *run, struct event *event)
{
	if (event->kind == EVENT_SIGNAL)
		event->a = told_id(run, event->a);
	if (event->kind == EVENT_STARTED)
		event->b = told_parent(run, event->a, event->b);
}

/*
 * Takes the events that have been written so far. One that is reserved and not yet written is of a process that was switched out
 * meanwhile: what comes after it has to wait, see `pass_hole`.
 */
void drain_events(struct run *run)
{
	struct ctl *ctl = run->sandbox->ctl;
	unsigned used = __atomic_load_n(&ctl->events_used, __ATOMIC_ACQUIRE);

	if (used > MAX_EVENTS) {
		run->bound = BOUND_EVENTS;
		used = MAX_EVENTS;
	}
	for (; run->drained < used && __atomic_load_n(&ctl->events[run->drained].kind, __ATOMIC_ACQUIRE) != EVENT_NONE; run->drained++) {
		struct event event = ctl->events[run->drained];

		name_init(run, &event);
		if (event.slot < 0 || event.slot >= run->program->processes)
			continue;
		buffer_add(run->out, &event, sizeof event);
		run->events++;
		if (event.kind == EVENT_STARTED && run->watches[event.slot].life == LIFE_UNBORN)
			begin_watch(run, &event);
		run->idle |= event.kind == EVENT_SIGNAL && event.slot == 0 && event.n == run->awaited;
	}
}

/* Whether an event is reserved and not yet written. */
int at_hole(struct run *run)
{
	unsigned used = __atomic_load_n(&run->sandbox->ctl->events_used, __ATOMIC_ACQUIRE);

	return run->drained < used && run->drained < MAX_EVENTS;
}

/*
 * For when nobody runs: takes what is written by now, and passes the event behind that which was reserved and never written, since who
 * reserved it was killed in between. Returns whether there was such a hole.
 */
int pass_hole(struct run *run)
{
	drain_events(run);
	if (!at_hole(run))
		return 0;
	run->drained++;
	drain_events(run);
	return 1;
}
