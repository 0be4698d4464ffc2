/* Children that the init has from before its exec, as `sh -c 'worker & exec init'` leaves them. */
#include "executor.h"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/futex.h>
#include <signal.h>
#include <time.h>

/* Longest wait for one to come up, in naps of 100 ms: a thousand times of what it takes. */
#define NAPS 50

/* Waits until the child runs as an actor. Returns whether it does. */
static IN_CHILD int wait_for(struct ctl *ctl, int slot)
{
	struct timespec nap = { 0, 100000000 };

	__atomic_store_n(&ctl->waiting, 1, __ATOMIC_SEQ_CST);
	for (int naps = 0; naps < NAPS && !__atomic_load_n(&ctl->slots[slot].pid, __ATOMIC_ACQUIRE); naps++) {
		uint32_t seen = __atomic_load_n(&ctl->notify, __ATOMIC_SEQ_CST);

		if (!__atomic_load_n(&ctl->slots[slot].pid, __ATOMIC_ACQUIRE))
			syscall(SYS_futex, &ctl->notify, FUTEX_WAIT, seen, &nap, NULL, 0);
	}
	__atomic_store_n(&ctl->waiting, 0, __ATOMIC_SEQ_CST);
	return __atomic_load_n(&ctl->slots[slot].pid, __ATOMIC_ACQUIRE) != 0;
}

static IN_CHILD void bear(struct run *run, int slot)
{
	pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	siginfo_t ended;

	if (pid == 0)
		exec_actor(INHERITED_MARK, slot);
	if (pid < 0 || !wait_for(run->sandbox->ctl, slot))
		run->unborn = 1;
	else if (run->processes[slot].flags & PROCESS_EXITED)
		waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT);
}

/*
 * Makes them, in the init-to-be, whose memory is the executor's: `unborn` tells it of one that did not come up. One after the other, so
 * that their pids are in the order of their slots.
 */
IN_CHILD void bear_children(struct run *run)
{
	for (int slot = 1; slot < run->program->processes; slot++)
		if (run->processes[slot].flags & PROCESS_INHERITED)
			bear(run, slot);
}
