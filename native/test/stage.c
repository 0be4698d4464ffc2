/*
 * `stage REPORT COMMAND...` is the person who fuzzes: it runs the command in the foreground of a terminal of its own, with a session keyring,
 * with further groups, beside other processes of its group, on a machine with sockets and FIFOs. What has reached any of that shows in
 * the report, one line for each: `NAME safe` or `NAME`, a space and what has come. What the command writes is shown on stdout. It ends with
 * the command's exit code.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/keyctl.h>

#define STAGED "initproof-staged"
#define WAS_HERE "initproof-was-here"
#define SECRET "/etc/" STAGED
#define NOBODY 65534
/* All rights to who has the key: nobody's executor has it by the session that it starts in. */
#define ALL_RIGHTS 0x3f3f0000

static const char *const places[] = { "/opt/" STAGED, "/run/" STAGED, "/tmp/" STAGED };
#define PLACES (int)(sizeof places / sizeof *places)

static int sockets[PLACES + 1], fifos[PLACES];
static FILE *report;

static void die(const char *what)
{
	perror(what);
	exit(70);
}

/* Listens at a path, or without one where that is empty. Returns -1 where it is not allowed to. */
static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	socklen_t size = sizeof address;

	if (path[0]) {
		snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", path);
		unlink(address.sun_path);
	} else {
		memcpy(address.sun_path + 1, STAGED, sizeof STAGED - 1);
		size = offsetof(struct sockaddr_un, sun_path) + sizeof STAGED;
	}
	if (bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, 64) < 0)
		return -1;
	if (path[0])
		chmod(address.sun_path, 0777);
	return fd;
}

static int fifo_at(const char *path)
{
	char file[64];

	snprintf(file, sizeof file, "%s/fifo", path);
	unlink(file);
	if (mkfifo(file, 0666) < 0)
		return -1;
	chmod(file, 0666);
	return open(file, O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

/* A file that only root's group may read. */
static void make_secret(const char *path)
{
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0640);

	if (fd >= 0 && write(fd, "secret\n", 7) != 7)
		die("a secret");
	close(fd);
	chmod(path, 0640);
}

/* Sockets, FIFOs and secrets, as far as this user may make them. */
static void make_places(void)
{
	char secret[64];

	for (int i = 0; i < PLACES; i++) {
		mkdir(places[i], 0777);
		chmod(places[i], 0777);
		sockets[i] = listen_at(places[i]);
		fifos[i] = fifo_at(places[i]);
		snprintf(secret, sizeof secret, "%s/secret", places[i]);
		make_secret(secret);
	}
	make_secret(SECRET);
	sockets[PLACES] = listen_at("");
}

static void remove_places(void)
{
	static const char *const files[] = { "socket", "fifo", "secret", WAS_HERE };
	char path[64];

	for (int i = 0; i < PLACES; i++) {
		for (size_t file = 0; file < sizeof files / sizeof *files; file++) {
			snprintf(path, sizeof path, "%s/%s", places[i], files[file]);
			unlink(path);
		}
		rmdir(places[i]);
	}
	unlink(SECRET);
}

/* A session keyring and the user's, each with a secret. */
static void make_keys(void)
{
	static const int rings[] = { KEY_SPEC_SESSION_KEYRING, KEY_SPEC_USER_KEYRING };

	if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, STAGED) < 0)
		die("a session keyring");
	for (size_t i = 0; i < sizeof rings / sizeof *rings; i++) {
		long key = syscall(SYS_add_key, "user", STAGED, "secret", 6, rings[i]);

		if (key < 0)
			die("a key");
		syscall(SYS_keyctl, KEYCTL_SETPERM, key, ALL_RIGHTS);
	}
	syscall(SYS_keyctl, KEYCTL_SETPERM, KEY_SPEC_SESSION_KEYRING, ALL_RIGHTS);
}

/* One that sleeps in the group of the command: root's, or where that can be made somebody else's. */
static pid_t start_bystander(pid_t group, uid_t user)
{
	pid_t pid = fork();

	if (pid == 0) {
		setpgid(0, group);
		if (user && setresuid(user, user, user) < 0)
			_exit(70);
		for (;;)
			pause();
	}
	setpgid(pid, group);
	return pid;
}

static void tell(const char *name, const char *what, size_t size)
{
	fprintf(report, "%s ", name);
	for (size_t i = 0; i < size; i++)
		fputc(what[i] < ' ' ? '.' : what[i], report);
	fprintf(report, "\n");
}

static void tell_whether(const char *name, int safe, const char *what)
{
	tell(name, safe ? "safe" : what, safe ? 4 : strlen(what));
}

/* What a shell would read now. */
static void tell_typed(int terminal)
{
	char text[256];
	ssize_t size;

	fcntl(terminal, F_SETFL, O_RDWR | O_NONBLOCK);
	size = read(terminal, text, sizeof text);
	if (size > 0)
		tell("typed", text, (size_t)size);
	else
		tell_whether("typed", 1, "");
}

static void tell_keys(void)
{
	long session = syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_SESSION_KEYRING, "user", WAS_HERE, 0);
	long user = syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, "user", WAS_HERE, 0);

	tell_whether("session-keys", session < 0, "a key");
	tell_whether("user-keys", user < 0, "a key");
}

static void tell_places(void)
{
	static const char *const names[] = { "opt", "run", "tmp", "abstract" };
	char name[32];

	for (int i = 0; i <= PLACES; i++) {
		int client = sockets[i] < 0 ? -1 : accept4(sockets[i], NULL, NULL, SOCK_NONBLOCK);

		snprintf(name, sizeof name, "socket-%s", names[i]);
		tell_whether(name, client < 0, "a connection");
	}
	for (int i = 0; i < PLACES; i++) {
		char text[256];

		snprintf(name, sizeof name, "fifo-%s", names[i]);
		tell_whether(name, fifos[i] < 0 || read(fifos[i], text, sizeof text) <= 0, "text");
	}
}

static int is_there(pid_t pid)
{
	return waitpid(pid, NULL, WNOHANG) == 0;
}

/* In the leader of the terminal's session: runs the command with its neighbours, waits, and reports. Never returns. */
static void lead(const char *path, char **command)
{
	pid_t runner, root, nobody;
	int status;

	setsid();
	ioctl(0, TIOCSCTTY, 1);
	signal(SIGTTOU, SIG_IGN);
	make_keys();
	report = fopen(path, "we");
	runner = fork();
	if (runner == 0) {
		setpgid(0, 0);
		tcsetpgrp(0, getpid());
		signal(SIGTTOU, SIG_DFL);
		execvp(command[0], command);
		_exit(127);
	}
	setpgid(runner, runner);
	root = start_bystander(runner, 0);
	nobody = start_bystander(runner, geteuid() == 0 ? NOBODY : 0);
	waitpid(runner, &status, 0);
	tcsetpgrp(0, getpid());
	tell_typed(0);
	tell_whether("bystander", is_there(root), "killed");
	tell_whether("bystander-nobody", is_there(nobody), "killed");
	kill(root, SIGKILL);
	kill(nobody, SIGKILL);
	tell_keys();
	tell_places();
	fclose(report);
	remove_places();
	exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* Shows what is written to the terminal until its session has ended. */
static int show(int master, pid_t leader)
{
	char text[4096];
	ssize_t size;
	int status;

	while ((size = read(master, text, sizeof text)) > 0)
		if (write(1, text, (size_t)size) < 0)
			break;
	waitpid(leader, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}

int main(int argc, char **argv)
{
	gid_t groups[] = { 0, 4, 27 };
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;
	pid_t leader;

	if (argc < 3 || master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		die("stage REPORT COMMAND...");
	if (geteuid() == 0 && setgroups(3, groups) < 0)
		die("groups");
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	make_places();
	leader = fork();
	if (leader > 0) {
		close(slave);
		return show(master, leader);
	}
	close(master);
	for (int fd = 0; fd < 3; fd++)
		dup2(slave, fd);
	close(slave);
	lead(argv[1], argv + 2);
}
