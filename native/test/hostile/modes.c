/* An init that does one bad thing. Where it says what it found it writes lines to its stdout. */
#include "attempt.h"

#include <dirent.h>
#include <sched.h>
#include <sys/wait.h>

/* Waits for ever, and leaves its zombies. */
static void pause_for_ever(void)
{
	for (;;)
		pause();
}

/* Starts its command in a group of its own and hands on the one signal that is pending since its exec. */
static void hands_on(void)
{
	sigset_t pending;
	pid_t child;
	int signal;

	sigpending(&pending);
	child = fork();
	if (child == 0) {
		setpgid(0, 0);
		execv(command[0], command);
		_exit(127);
	}
	sigwait(&pending, &signal);
	kill(child, signal);
	pause_for_ever();
}

/* Never starts its command and never sleeps. */
static void busy(void)
{
	for (;;)
		__asm__ volatile("");
}

static void spin(int signal)
{
	(void)signal;
	busy();
}

/* Starts its command, and never sleeps again once it has got SIGUSR1. */
static void busy_later(void)
{
	signal(SIGUSR1, spin);
	start_command();
	pause_for_ever();
}

/* Starts its command, then writes for ever. */
static void flood(void)
{
	start_command();
	for (;;)
		if (write(1, "flood flood flood flood flood flood flood flood flood flood flood\n", 66) < 0)
			usleep(1000);
}

/* Forks children that sleep, for ever. */
static void forks(void)
{
	start_command();
	for (;;)
		if (fork() == 0)
			pause_for_ever();
}

/* Each child forks too. */
static void bomb(void)
{
	start_command();
	for (;;)
		fork();
}

/* Starts its command and does nothing more: signals are ignored, zombies stay, and it does not end. */
static void deaf(void)
{
	start_command();
	for (int number = 1; number <= 64; number++)
		if (number != SIGCHLD)
			signal(number, SIG_IGN);
	pause_for_ever();
}

/* Sleeps a little again and again instead of starting its command. */
static void dozes(void)
{
	for (;;)
		usleep(10000);
}

static void crash(void)
{
	__builtin_trap();
}

/* Starts its command twice. */
static void twice(void)
{
	start_command();
	start_command();
	pause_for_ever();
}

/* Passes its command's exit code on, and closes nothing: what it has inherited can be seen in main. */
static void lists(void)
{
	DIR *directory = opendir("/proc/self/fd");
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (entry->d_name[0] != '.' && atoi(entry->d_name) != dirfd(directory))
			printf("descriptor %s\n", entry->d_name);
	for (char **variable = environ; *variable; variable++)
		printf("variable %s\n", *variable);
	exit(0);
}

/* Says what is in the file that PLACE names, its first bytes, and whether it can be written. */
static void looks(void)
{
	const char *path = getenv("PLACE");
	char text[10] = "";
	int fd = open(path, O_RDONLY);

	if (fd < 0 || read(fd, text, sizeof text - 1) < 0)
		say("read", -1);
	else
		printf("read %s\n", text);
	say("write", open(path, O_WRONLY | O_CREAT, 0600));
	exit(0);
}

/*
 * Starts its command, and stops whoever gets the next ids, for ever: a process that enters has no instant to itself between its clone and its
 * exec. It asks for all CPUs but this one, where nothing would keep it from that; the filter says yes, and it stays here.
 */
static void stops_who_enters(void)
{
	cpu_set_t others;

	start_command();
	if (fork() == 0) {
		memset(&others, 0xff, sizeof others);
		CPU_CLR((size_t)sched_getcpu(), &others);
		sched_setaffinity(0, sizeof others, &others);
		sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){ 0 });
		for (;;)
			for (int pid = 4; pid < 8; pid++)
				kill(pid, SIGSTOP);
	}
	pause_for_ever();
}

static const struct mode {
	const char *name;
	void (*body)(void);
} modes[] = {
	{ "busy", busy }, { "busy-later", busy_later }, { "flood", flood }, { "forks", forks }, { "bomb", bomb }, { "deaf", deaf },
	{ "hands-on", hands_on }, { "dozes", dozes }, { "never", pause_for_ever }, { "crash", crash }, { "twice", twice }, { "lists", lists }, { "looks", looks },
	{ "stops-who-enters", stops_who_enters },
};

/* Behaves as the mode says; returns where there is none of the name. */
void run_mode(const char *name)
{
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (strcmp(name, modes[i].name) == 0)
			modes[i].body();
}
