/* The CPU of an executor and its tree: all of it runs on one, so that what happens to it has an order. */
#include "executor.h"
#include "guard.h"

#include <sched.h>

/* The CPU, the INDEXth of those that are allowed here (modulo their number): a container may have only some of the machine's. */
int choose_cpu(int index)
{
	cpu_set_t allowed;
	int cpu = -1;

	CPU_ZERO(&allowed);
	if (sched_getaffinity(0, sizeof allowed, &allowed) < 0)
		die_errno(EXIT_MACHINE, "cannot tell the CPUs");
	for (index %= CPU_COUNT(&allowed); index >= 0; index--)
		while (!CPU_ISSET(++cpu, &allowed))
			;
	return cpu;
}

/* Keeps the calling process, and all that it starts, on the CPU. */
void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof set, &set) < 0)
		die_errno(EXIT_MACHINE, "cannot pin to the CPU");
}
