/*
 * `bare-root ROOT [FROM TO]... -- COMMAND...` runs the command in /app, as in a container whose image is the folder ROOT, with /dev, /sys, and each FROM
 * of the host at TO, all of which exist. It has mount, PID and network namespaces of its own, with nothing but a loopback interface, and a root
 * that is a mount's: in a chroot no user namespaces can be made. It ends with the command's exit code. Root is not needed.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void need(long result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(70);
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	need(fd, path);
	need(write(fd, text, strlen(text)), path);
	close(fd);
}

/* The caller's user is root in a user namespace of its own. */
static void become_root(void)
{
	char user[64], group[64];

	snprintf(user, sizeof user, "0 %u 1", geteuid());
	snprintf(group, sizeof group, "0 %u 1", getegid());
	need(unshare(CLONE_NEWUSER), "unshare user");
	write_file("/proc/self/setgroups", "deny");
	write_file("/proc/self/uid_map", user);
	write_file("/proc/self/gid_map", group);
}

static void raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	need(fd, "socket");
	need(ioctl(fd, SIOCSIFFLAGS, &request), "lo");
	close(fd);
}

/* Shows `from` of the host at `to` in the folder `root`. */
static void show(const char *root, const char *from, const char *to)
{
	char path[4096];

	snprintf(path, sizeof path, "%s%s", root, to);
	need(mount(from, path, NULL, MS_BIND | MS_REC, NULL), path);
}

/* The folder becomes the root, and nothing is left of the former one (pivot_root(2): the trick of ".", "."). */
static void enter(const char *root)
{
	need(chdir(root), root);
	need(syscall(SYS_pivot_root, ".", "."), "pivot_root");
	need(umount2(".", MNT_DETACH), "umount");
	need(chdir("/"), "/");
}

/* The new /proc is mounted while the one of the host is still there: without root the kernel wants to see that one whole. */
static int run(const char *root, char **command)
{
	char proc[4096];
	pid_t child = fork();
	int status;

	need(child, "fork");
	if (child == 0) {
		snprintf(proc, sizeof proc, "%s/proc", root);
		need(mount("proc", proc, "proc", 0, NULL), proc);
		enter(root);
		need(chdir("/app"), "/app");
		execvp(command[0], command);
		need(-1, command[0]);
	}
	need(waitpid(child, &status, 0), "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	const char *root = argc > 2 ? argv[1] : "";
	char **at = argv + 2;

	if (geteuid() != 0)
		become_root();
	need(unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET), "unshare");
	raise_loopback();
	need(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
	need(mount(root, root, NULL, MS_BIND | MS_REC, NULL), root);
	show(root, "/dev", "/dev");
	show(root, "/sys", "/sys");
	for (; at[0] && at[1] && strcmp(at[0], "--") != 0; at += 2)
		show(root, at[0], at[1]);
	return run(root, at + 1);
}
