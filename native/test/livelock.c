/*
 * Two tasks of SCHED_FIFO on one CPU, the same priority, of which one spins in the kernel for ever and the other never runs: why the tree
 * of a run is not SCHED_FIFO. Linux 6.18; root and two CPUs.
 *
 *   livelock fifo|rr|demoted|limited [ROUNDS]     exit code 1 if anybody had to be freed
 *
 * A waiter waits for a child whose first thread has ended; somebody has looked at /proc/CHILD/task/THREAD/stat. Both are killed, the child
 * first. Its thread goes to the end of the queue (do_exit: sched_autogroup_exit_task), unhashes itself (release_task), and drops what /proc
 * has of it: between the death of the dentry of `stat` and its removal from the tree (fs/dcache.c: __dentry_kill) it gives way, and is
 * behind the waiter. That reaps the child, and drops /proc/CHILD: shrink_dcache_parent() goes round until no dying dentry is left
 * below, by cond_resched(), which gives way to nobody of the same priority. No /proc shows the thread any more.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* After how long whoever has not ended is freed, ms: a thousand times of what it takes, and ten slices of SCHED_RR. */
#define PATIENCE_MS 1000
#define STACK 65536

static char thread_stack[STACK] __attribute__((aligned(16))), first_stack[STACK] __attribute__((aligned(16)));
static int policy = SCHED_FIFO, demotes, limits;

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void nap_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* Puts the task `id`, 0 for the caller, into a scheduling class. Ends the program where that is not allowed. */
static void schedule(pid_t id, int class, int priority)
{
	if (sched_setscheduler(id, class, &(struct sched_param){ priority }) < 0 && id == 0) {
		perror("livelock: sched_setscheduler");
		_exit(3);
	}
}

/* To the first or the last of the CPUs that are allowed here. */
static void pin(int last)
{
	cpu_set_t allowed, one;
	int cpu = last ? CPU_SETSIZE - 1 : 0;

	sched_getaffinity(0, sizeof allowed, &allowed);
	while (!CPU_ISSET(cpu, &allowed))
		cpu += last ? -1 : 1;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof one, &one);
}

/* The first number in `path`, or, in a folder, the first name that is a number other than `but`. 0 where there is none. */
static pid_t number_in(const char *path, pid_t but)
{
	char text[64] = "";
	int file = open(path, O_RDONLY);
	DIR *folder = file < 0 || read(file, text, sizeof text - 1) >= 0 ? NULL : fdopendir(file);
	pid_t found = folder ? 0 : atoi(text);

	for (struct dirent *entry; folder && (entry = readdir(folder)) && !found;)
		found = atoi(entry->d_name) == but ? 0 : atoi(entry->d_name);
	if (folder)
		closedir(folder);
	else if (file >= 0)
		close(file);
	return found;
}

/* The child of a process, when there is one: PID 1 has the waiter, the waiter has the one that it waits for. */
static pid_t child_of(pid_t parent)
{
	char path[64];
	pid_t child;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", parent, parent);
	while (!(child = number_in(path, 0)))
		nap_ms(1);
	return child;
}

/* The thread that a process goes on in, when that is the only one. */
static pid_t thread_of(pid_t process)
{
	char path[64];
	pid_t thread;

	snprintf(path, sizeof path, "/proc/%d/task", process);
	while (!(thread = number_in(path, process)))
		nap_ms(1);
	nap_ms(5);
	return thread;
}

static int stay(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return 0;
}

/* PID 1 of a namespace, of SCHED_OTHER: its child, of the class that is tried, waits for a child that goes on without its first thread. */
static int begin_first(void *unused)
{
	(void)unused;
	pin(0);
	if (fork() > 0)
		return stay(NULL);
	schedule(0, policy, 1);
	if (limits)
		setrlimit(RLIMIT_RTTIME, &(struct rlimit){ 200000, 200000 });
	if (fork() > 0) {
		waitpid(-1, NULL, 0);
		return stay(NULL);
	}
	clone(stay, thread_stack + STACK, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM, NULL);
	syscall(SYS_exit, 0);
	return 0;
}

/* Kills all three from above them on their CPU, so that they are runnable in this order before any of them runs. */
static void kill_all(pid_t child, pid_t thread, pid_t waiter, pid_t first)
{
	pid_t killer = fork();

	if (killer > 0) {
		waitpid(killer, NULL, 0);
		return;
	}
	pin(0);
	schedule(0, SCHED_FIFO, 2);
	if (demotes) {
		schedule(thread, SCHED_OTHER, 0);
		schedule(waiter, SCHED_OTHER, 0);
	}
	kill(child, SIGKILL);
	kill(waiter, SIGKILL);
	kill(first, SIGKILL);
	_exit(0);
}

/* Waits for the end of PID 1, which is that of all; frees the waiter where it does not come. Returns whether it had to. */
static int see_the_end(pid_t first, pid_t waiter, long *took)
{
	long since = now_ms();

	while (now_ms() - since < PATIENCE_MS && waitpid(first, NULL, WNOHANG) == 0)
		nap_ms(1);
	*took = now_ms() - since;
	if (*took < PATIENCE_MS)
		return 0;
	schedule(waiter, SCHED_OTHER, 0);
	waitpid(first, NULL, 0);
	return 1;
}

/* One tree, from its start to its end. Returns whether somebody had to be freed. */
static int try_once(long *took)
{
	pid_t first = clone(begin_first, first_stack + STACK, CLONE_NEWPID | SIGCHLD, NULL), waiter, child, thread;
	char path[64];

	if (first < 0) {
		perror("livelock: clone");
		exit(3);
	}
	waiter = child_of(first);
	child = child_of(waiter);
	thread = thread_of(child);
	snprintf(path, sizeof path, "/proc/%d/task/%d/stat", child, thread);
	number_in(path, 0);
	kill_all(child, thread, waiter, first);
	return see_the_end(first, waiter, took);
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[2]) : 10, freed = 0;
	long took, longest = 0;

	policy = argc > 1 && strcmp(argv[1], "rr") == 0 ? SCHED_RR : SCHED_FIFO;
	demotes = argc > 1 && strcmp(argv[1], "demoted") == 0;
	limits = argc > 1 && strcmp(argv[1], "limited") == 0;
	pin(1);
	schedule(0, SCHED_FIFO, 50);
	for (int round = 0; round < rounds; round++) {
		freed += try_once(&took);
		longest = took > longest ? took : longest;
	}
	printf("%s: %d rounds, %d freed by hand, the longest took %ld ms\n", argc > 1 ? argv[1] : "fifo", rounds, freed, longest);
	return freed > 0;
}
