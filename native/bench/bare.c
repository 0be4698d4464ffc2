/*
 * The floor that `npm run bench` compares with: nothing but a PID namespace, the init and its child. One process a CPU runs this for a
 * while and prints how many rounds it did. Nothing is observed, recorded or checked but that the init exits 0.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Rounds before the clock starts: the first exec of a binary reads it from disk. */
#define WARM_UP 20

static char stack[65536] __attribute__((aligned(16)));
static char *const environment[] = { "PATH=/usr/bin:/bin", "HOME=/", NULL };

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int become(void *arguments)
{
	char **argv = arguments;

	execve(argv[0], argv, environment);
	_exit(127);
}

/* One round: a new PID namespace, the init in it with its child, waited for. Ends the program where the init does not exit 0. */
static void once(char **argv)
{
	pid_t init = clone(become, stack + sizeof stack, CLONE_NEWPID | CLONE_VM | CLONE_VFORK | SIGCHLD, argv);
	int status;

	if (init < 0 || waitpid(init, &status, 0) != init || status != 0) {
		fprintf(stderr, "bare: %s does not run here\n", argv[0]);
		exit(1);
	}
}

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof set, &set);
}

/* bare CPU MS INIT ARGUMENT... : prints rounds and nanoseconds. */
int main(int argc, char **argv)
{
	uint64_t start, until;
	unsigned long rounds = 0;

	if (argc < 4) {
		fprintf(stderr, "usage: bare CPU MS INIT ARGUMENT...\n");
		return 2;
	}
	pin(atoi(argv[1]));
	if (geteuid() != 0 && unshare(CLONE_NEWUSER) < 0)
		return 3;
	for (int i = 0; i < WARM_UP; i++)
		once(argv + 3);
	start = now_ns();
	until = start + strtoull(argv[2], NULL, 10) * 1000000u;
	for (; now_ns() < until; rounds++)
		once(argv + 3);
	printf("%lu %llu\n", rounds, (unsigned long long)(now_ns() - start));
	return 0;
}
