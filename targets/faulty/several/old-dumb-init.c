/*
 * Faults: the three of dumb-init 1.0.0. A death by signal is read as exit code 0; signals above 31 are left at their default; those that are
 * blocked at its exec stay so, and its child starts with handlers that swallow what comes before its exec.
 * Shows: a child that is killed; a real-time signal; a signal that is blocked, or comes early.
 * Known: Yelp/dumb-init 59, 70, 136
 */
#include "../base.h"

static struct sigaction inherited[32];

static void pass_on(int signal, siginfo_t *info, void *context)
{
	(void)context;
	taken = *info;
	if (child > 0 && forwarded(signal) && !pressed(signal))
		kill(child, signal);
}

void prepare(void)
{
	struct sigaction handled = { .sa_sigaction = pass_on, .sa_flags = SA_SIGINFO };
	struct sigaction standard = { .sa_handler = SIG_DFL };

	for (int number = 1; number < 32; number++)
		sigaction(number, number == SIGCHLD ? &standard : &handled, &inherited[number]);
}

void restore(void)
{
	for (int number = 1; number < 32; number++)
		sigaction(number, &inherited[number], NULL);
}

int exit_code(int status)
{
	return WEXITSTATUS(status);
}

/* It never takes a signal: it waits for its children, and its handlers run meanwhile. */
int next_signal(void)
{
	int status, pid;

	for (;;) {
		pid = waitpid(-1, &status, 0);
		if (pid > 0 && !WIFSTOPPED(status))
			reaped(pid, status);
	}
}
