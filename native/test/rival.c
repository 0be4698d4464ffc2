/*
 * Real-time tasks that leave ordinary ones the CPUs only as the kernel makes them to: one on each CPU, above the tree of a run. Ends when
 * its standard input does.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <signal.h>
#include <unistd.h>

/* ms. Real-time tasks that take 95 of 100 in a second have ordinary ones run before them (sched(7)): it takes more than that, and a pause. */
#define BUSY_MS 3000
#define PAUSE_MS 200

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Takes the CPU until the starter has ended. */
static void rival(int cpu)
{
	struct sched_param priority = { .sched_priority = 2 };
	struct pollfd end = { 0, POLLIN, 0 };
	cpu_set_t one;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (sched_setaffinity(0, sizeof one, &one) < 0 || sched_setscheduler(0, SCHED_FIFO, &priority) < 0)
		_exit(1);
	do
		for (long until = now_ms() + BUSY_MS; now_ms() < until;)
			;
	while (poll(&end, 1, PAUSE_MS) == 0);
	_exit(0);
}

int main(void)
{
	struct pollfd end = { 0, POLLIN, 0 };
	cpu_set_t all;

	sched_getaffinity(0, sizeof all, &all);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &all) && fork() == 0)
			rival(cpu);
	poll(&end, 1, -1);
	return 0;
}
