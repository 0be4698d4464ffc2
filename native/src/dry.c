/*
 * Whether the tree has run dry: nobody of it is ready to run. That the executor runs does not tell. Where real-time tasks keep a CPU busy,
 * the kernel gives ordinary ones a share of it before those that are ready (sched(7), sched_rt_runtime_us; since Linux 6.8 its fair server).
 * So a real-time thread is asked that comes below the tree: on their CPU it runs when nobody of the tree is ready to.
 */
#include "executor.h"

#include "priority.h"

static struct helper below;

static void do_nothing(void *unused)
{
	(void)unused;
}

/* Starts the thread; to be called in the real-time class. Ends the executor where there can be none. */
void dry_start(void)
{
	helper_start_lower(&below, PRIORITY_BELOW);
}

/*
 * Waits until the tree of a run that has the real-time class has run dry: 3 us where it has. One that never does loses the class by the
 * watchdog, and with it the say in this.
 */
void wait_until_dry(void)
{
	helper_call(&below, do_nothing, NULL);
}
