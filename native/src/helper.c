/* Threads of the executor that keep the scheduling class of who starts them, and do what they are asked for. */
#include "executor.h"

#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <linux/futex.h>
#include <time.h>

#include "priority.h"

/* Starts a thread that has the caller's scheduling class. Ends the executor where there can be none. */
void start_thread(void *(*body)(void *), void *argument)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 262144);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	if (pthread_create(&thread, &attributes, body, argument) != 0)
		die(EXIT_MACHINE, "cannot start a thread");
}

static void *help(void *argument)
{
	struct helper *helper = argument;

	for (uint32_t seen = 0;; seen++) {
		void (*body)(void *);

		while (__atomic_load_n(&helper->asked, __ATOMIC_SEQ_CST) == seen)
			syscall(SYS_futex, &helper->asked, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
		body = helper->body;
		if (body)
			body(helper->argument);
		__atomic_fetch_add(&helper->done, 1, __ATOMIC_SEQ_CST);
		syscall(SYS_futex, &helper->done, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
		if (!body)
			return NULL;
	}
}

/* Starts a helper, with the scheduling class, the capabilities and the namespaces of the calling thread. */
void helper_start(struct helper *helper)
{
	*helper = (struct helper){ 0 };
	start_thread(help, helper);
}

static void lower(void *priority)
{
	struct sched_param own = { .sched_priority = *(const int *)priority };

	sched_setscheduler(0, REAL_TIME, &own);
}

/* Starts a helper that comes lower than the calling thread, which has the real-time class. */
void helper_start_lower(struct helper *helper, int priority)
{
	helper_start(helper);
	helper_call(helper, lower, &priority);
}

/* Has the helper do `body`; NULL ends its thread. */
void helper_ask(struct helper *helper, void (*body)(void *argument), void *argument)
{
	helper->awaited = helper->done + 1;
	helper->body = body;
	helper->argument = argument;
	__atomic_fetch_add(&helper->asked, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &helper->asked, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* Whether it has done what it was last asked for. */
int helper_is_done(const struct helper *helper)
{
	return __atomic_load_n(&helper->done, __ATOMIC_SEQ_CST) == helper->awaited;
}

/* Waits for that, at most `ms`. Returns whether it is done. */
int helper_wait(struct helper *helper, unsigned ms)
{
	struct timespec limit = { ms / 1000, ms % 1000 * 1000000L };

	if (!helper_is_done(helper))
		syscall(SYS_futex, &helper->done, FUTEX_WAIT_PRIVATE, helper->awaited - 1, &limit, NULL, 0);
	return helper_is_done(helper);
}

/* Waits for that. */
void helper_await(struct helper *helper)
{
	while (!helper_is_done(helper))
		syscall(SYS_futex, &helper->done, FUTEX_WAIT_PRIVATE, helper->awaited - 1, NULL, NULL, 0);
}

/* Has the helper do `body` and waits for that. */
void helper_call(struct helper *helper, void (*body)(void *argument), void *argument)
{
	helper_ask(helper, body, argument);
	helper_await(helper);
}
