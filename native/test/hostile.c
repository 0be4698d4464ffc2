/*
 * An init that does one bad thing, named by its first argument; what follows is the command. For test/execute/. Where it says what it
 * found it writes lines to its stdout.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char **command;

static pid_t start_command(void)
{
	pid_t child = fork();

	if (child == 0) {
		execv(command[0], command);
		_exit(127);
	}
	return child;
}

static void sleep_for_ever(void)
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
	sleep_for_ever();
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
	sleep_for_ever();
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
			sleep_for_ever();
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
	sleep_for_ever();
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
	sleep_for_ever();
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

static void say(const char *what, long result)
{
	printf("%s %s\n", what, result < 0 ? strerrorname_np(errno) : "done");
}

static void try_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	say(path, fd < 0 ? -1 : write(fd, text, strlen(text)));
	if (fd >= 0)
		close(fd);
}

static void try_open(const char *path)
{
	int fd = open(path, O_RDWR);

	say(path, fd);
	if (fd >= 0)
		close(fd);
}

/* In a user namespace of its own it has every capability again, but over nothing that matters. */
static void try_nested(void)
{
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) {
			say("nested-remount", mount(NULL, "/usr", NULL, MS_REMOUNT | MS_BIND, NULL));
			say("nested-umount", umount2("/usr", 0));
			try_write("/usr/initproof-nested", "x");
		}
		exit(0);
	}
	waitpid(child, NULL, 0);
}

/* Tries to reach out of its sandbox, and says of each try how it ended. */
static void reaches_out(void)
{
	try_write("/etc/initproof-was-here", "x");
	try_write("/usr/initproof-was-here", "x");
	try_write("/bin/initproof-was-here", "x");
	try_write("/proc/sysrq-trigger", "h");
	try_write("/proc/sys/kernel/core_pattern", "initproof-was-here");
	try_write("/proc/sys/kernel/pid_max", "400");
	try_open("/dev/sda");
	try_open("/dev/vda");
	try_open("/dev/mem");
	try_open("/dev/kmsg");
	try_open("/proc/1/mem");
	try_open("/proc/kcore");
	say("mknod", mknod("/initproof/own/disk", S_IFBLK | 0600, makedev(8, 0)));
	say("mount", mount("tmpfs", "/usr", "tmpfs", 0, NULL));
	say("remount", mount(NULL, "/usr", NULL, MS_REMOUNT | MS_BIND, NULL));
	say("umount", umount2("/usr", MNT_DETACH));
	say("unshare", unshare(CLONE_NEWNS));
	say("sethostname", sethostname("initproof-was-here", 18));
	say("parent", getppid() == 0 ? -(errno = ESRCH, 1) : kill(getppid(), SIGKILL));
	try_nested();
	fflush(stdout);
	for (int pid = 2; pid < 100000; pid++)
		kill(pid, SIGKILL);
	kill(-1, SIGKILL);
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

static const struct mode {
	const char *name;
	void (*body)(void);
} modes[] = {
	{ "busy", busy }, { "busy-later", busy_later }, { "flood", flood }, { "forks", forks }, { "bomb", bomb }, { "deaf", deaf },
	{ "hands-on", hands_on }, { "dozes", dozes }, { "never", sleep_for_ever }, { "crash", crash }, { "twice", twice }, { "lists", lists }, { "looks", looks }, { "reaches-out", reaches_out },
};

int main(int argc, char **argv)
{
	command = argv + 2;
	for (size_t i = 0; argc > 2 && i < sizeof modes / sizeof *modes; i++)
		if (strcmp(argv[1], modes[i].name) == 0)
			modes[i].body();
	return 99;
}
