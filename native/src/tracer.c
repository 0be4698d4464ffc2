/*
 * The tracer: a thread that starts the init of a run whose program places steps at system calls of it, and traces it (ptrace(2)) until the
 * last of them. Only the init is traced, all of its threads, and what it forks up to the exec of that: actors never are. The thread has the
 * scheduling class of the spawner, above the tree, so that a stop takes nothing from the order in which processes run.
 */
#include "tracer.h"
#include "world.h"

#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

enum request { REQUEST_NONE, REQUEST_RELEASE, REQUEST_THAW, REQUEST_END };

/* How long the executor waits for the tracer before it asks again, ns: a request that comes just before the tracer's wait is not seen. */
#define ASK_AGAIN_NS 100000

struct tracer tracer;

#define BEFORE_EXEC (PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC)
#define AFTER_EXEC (BEFORE_EXEC | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE)

/* Its next stop, 0 where it has ended instead. */
static int next_stop(pid_t pid)
{
	siginfo_t what = { 0 };

	while (waitid(P_PID, (id_t)pid, &what, WSTOPPED | WEXITED | WNOWAIT | __WALL) < 0 && errno == EINTR)
		;
	if (what.si_code != CLD_TRAPPED && what.si_code != CLD_STOPPED)
		return 0;
	waitid(P_PID, (id_t)pid, &what, WSTOPPED | WNOHANG | __WALL);
	return what.si_status;
}

/*
 * Takes the init on at the SIGSTOP that it has sent itself, and hands it what comes until its exec, at which the calls are counted from
 * 0. Returns -1 where it has ended before.
 */
static int begin_tracing(pid_t init)
{
	int why = next_stop(init), first = 1;

	ptrace(PTRACE_SETOPTIONS, init, NULL, (long)BEFORE_EXEC);
	for (; why >> 8 != PTRACE_EVENT_EXEC; first = 0) {
		if (!why)
			return -1;
		ptrace(PTRACE_CONT, init, NULL, first ? 0L : (long)why);
		why = next_stop(init);
	}
	ptrace(PTRACE_SETOPTIONS, init, NULL, (long)AFTER_EXEC);
	go_on(adopt(init), 0);
	return 0;
}

static void tell_launched(void)
{
	__atomic_store_n(&tracer.launched, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &tracer.launched, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void thaw_all(void)
{
	for (int i = 0; i < MAX_TRACEES; i++)
		if (tracer.tracees[i].frozen) {
			tracer.tracees[i].frozen = 0;
			go_on(&tracer.tracees[i], 0);
		}
}

static void take_request(void)
{
	if (__atomic_load_n(&tracer.request, __ATOMIC_SEQ_CST) == REQUEST_NONE)
		return;
	if (tracer.request == REQUEST_THAW) {
		tracer.frozen = 0;
		thaw_all();
	} else if (tracer.request == REQUEST_END) {
		memset(tracer.tracees, 0, sizeof tracer.tracees);
	} else if (tracer.held) {
		tracer.held = 0;
		go_on(tracer.holds, 0);
	}
	__atomic_store_n(&tracer.request, REQUEST_NONE, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &tracer.request, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static int is_anybody_traced(void)
{
	for (int i = 0; i < MAX_TRACEES; i++)
		if (tracer.tracees[i].pid)
			return 1;
	return 0;
}

/* Takes its stop, if it is still stopped: what was may have been killed meanwhile. */
static void take_stop(pid_t pid)
{
	siginfo_t what = { 0 };
	struct tracee *tracee = adopt(pid);

	if (waitid(P_PID, (id_t)pid, &what, WSTOPPED | WNOHANG | __WALL | __WNOTHREAD) < 0 || what.si_pid != pid)
		return;
	if (tracee)
		stopped(tracee, what.si_status);
	else
		ptrace(PTRACE_DETACH, pid, NULL, 0L);
}

static void take_end(pid_t pid)
{
	struct tracee *tracee = find_tracee(pid);

	waitpid(pid, NULL, __WALL | __WNOTHREAD);
	if (tracee)
		forget(tracee);
}

/* Takes one stop, or one end. Of the init the end is the executor's to take. Returns whether there may be more. */
static int take_one(pid_t init)
{
	siginfo_t what = { 0 };

	if (waitid(P_ALL, 0, &what, WSTOPPED | WEXITED | WNOWAIT | __WALL | __WNOTHREAD) < 0)
		return errno == EINTR;
	if (what.si_code == CLD_TRAPPED || what.si_code == CLD_STOPPED)
		take_stop(what.si_pid);
	else if (what.si_pid == init)
		return 0;
	else
		take_end(what.si_pid);
	return 1;
}

static void trace(void *unused)
{
	pid_t init;
	int begun;

	(void)unused;
	tracer.thread = (pid_t)syscall(SYS_gettid);
	memset(tracer.tracees, 0, sizeof tracer.tracees);
	launch_traced(tracer.launch);
	init = tracer.run->first;
	begun = begin_tracing(init) == 0;
	expendable_to_here(tracer.run->sandbox);
	tell_launched();
	for (int more = begun; more;) {
		take_request();
		more = is_anybody_traced() && take_one(init);
	}
	take_request();
}

static void wake_up(int signal)
{
	(void)signal;
}

/* Sets up what the tracers of all worlds need. */
void tracer_prepare(void)
{
	/* No SA_RESTART: the thread's wait is to end. */
	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = wake_up }, NULL);
}

/* Starts the init by the tracer; returns when it has been exec'ed, or could not be. */
void tracer_launch(struct run *run, struct launch *launch)
{
	tracer.run = run;
	tracer.launch = launch;
	tracer.launched = tracer.request = tracer.held = tracer.frozen = 0;
	tracer.used = tracer.drained = tracer.calls = 0;
	tracer.made = tracer.threaded = 0;
	tracer.records = (run->program->flags & PROGRAM_RECORD) != 0;
	tracer.leaves = 0;
	tracer.helper = world_tracer(run->world);
	helper_ask(tracer.helper, trace, NULL);
	while (!__atomic_load_n(&tracer.launched, __ATOMIC_SEQ_CST))
		syscall(SYS_futex, &tracer.launched, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

/* The next process to be held, and where. Before what leads there is begun. */
void tracer_want(const struct placement *placement)
{
	tracer.wanted = *placement;
}

/* Whether somebody is held, and whether that is the init. */
int tracer_holds(void)
{
	return (int)__atomic_load_n(&tracer.held, __ATOMIC_SEQ_CST);
}

int tracer_holds_init(void)
{
	return tracer_holds() && !tracer.holds->child;
}

/* Whether somebody is held that the init has made. */
int tracer_holds_child(void)
{
	return tracer_holds() && tracer.holds->child;
}

/* Whether this thread of the init is. */
int tracer_holds_thread(pid_t thread)
{
	return tracer_holds_init() && tracer.holds->pid == thread;
}

static void ask(enum request request)
{
	struct timespec patience = { 0, ASK_AGAIN_NS };

	__atomic_store_n(&tracer.request, request, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&tracer.request, __ATOMIC_SEQ_CST) == request && !helper_is_done(tracer.helper)) {
		syscall(SYS_tgkill, getpid(), tracer.thread, SIGUSR1);
		syscall(SYS_futex, &tracer.request, FUTEX_WAIT_PRIVATE, request, &patience, NULL, 0);
	}
}

/* Whether a thread of the init is frozen. It goes on when a SIGCONT is pending. */
int tracer_is_frozen(void)
{
	return (int)__atomic_load_n(&tracer.frozen, __ATOMIC_SEQ_CST);
}

/* Whether all of them are: each comes to it by itself, and until then the kernel does not count the init as stopped (has_stopped_jobs). */
int tracer_froze_all(void)
{
	for (int i = 0; i < MAX_TRACEES; i++) {
		const struct tracee *tracee = &tracer.tracees[i];

		if (__atomic_load_n(&tracee->pid, __ATOMIC_SEQ_CST) && !tracee->child && !__atomic_load_n(&tracee->frozen, __ATOMIC_SEQ_CST))
			return 0;
	}
	return 1;
}

void tracer_thaw(void)
{
	ask(REQUEST_THAW);
}

/* Which call it is held at, for the trace. */
struct call tracer_held_at(void)
{
	return (struct call){ .index = tracer.holds->index, .number = tracer.holds->number, .child = (uint8_t)tracer.holds->child };
}

/* Lets who is held go on. `last`: nobody is to be held any more. */
void tracer_release(int last)
{
	tracer.leaves = last;
	ask(REQUEST_RELEASE);
}

/* The next call that was recorded; whether there was one. */
int tracer_next_call(struct call *call)
{
	if (tracer.drained == __atomic_load_n(&tracer.used, __ATOMIC_ACQUIRE))
		return 0;
	*call = tracer.recorded[tracer.drained++];
	return 1;
}

/*
 * After the end of the init, which the executor may have taken before the thread has seen it: has that wait for nobody any more. It has
 * other children that live on: zygotes.
 */
void tracer_end(void)
{
	ask(REQUEST_END);
	helper_await(tracer.helper);
}
