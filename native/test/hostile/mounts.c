/* Attempts to see another root, or to be root of another namespace. */
#include "attempt.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <linux/sched.h>

#define OPEN_TREE_CLONE_ 1
/* MOUNT_ATTR_RDONLY of <linux/mount.h>, which <sys/mount.h> does not go with everywhere. */
#define ATTRIBUTE_READ_ONLY 1

static long mounts_tmpfs(const struct attempt *self)
{
	return mount("tmpfs", self->path, "tmpfs", 0, NULL);
}

static long mounts_new(const struct attempt *self)
{
	return mount(self->path, "/tmp", self->path, 0, NULL);
}

static long remounts(const struct attempt *self)
{
	return mount(NULL, self->path, NULL, MS_REMOUNT | MS_BIND, NULL);
}

static long binds(const struct attempt *self)
{
	return mount("/tmp", self->path, NULL, MS_BIND, NULL);
}

static long unmounts(const struct attempt *self)
{
	return umount2(self->path, (int)self->number);
}

/* umount(2) of old, a 32-bit call without flags. */
static long unmounts_i386(const struct attempt *self)
{
	static char path[] = "/usr/bin";

	return call_i386(self->number, (long)path, 0, 0, 0);
}

static long pivots(const struct attempt *self)
{
	return syscall(SYS_pivot_root, self->path, self->path);
}

static long moves(const struct attempt *self)
{
	int tree = (int)syscall(SYS_open_tree, AT_FDCWD, self->path, OPEN_TREE_CLONE_);

	return tree < 0 ? -1 : syscall(SYS_move_mount, tree, "", AT_FDCWD, "/tmp", 4);
}

static long opens_file_system(const struct attempt *self)
{
	return syscall(SYS_fsopen, self->path, 0);
}

static long picks_file_system(const struct attempt *self)
{
	return syscall(SYS_fspick, AT_FDCWD, self->path, 0);
}

/* Takes the read-only attribute away. */
static long sets_mount_attribute(const struct attempt *self)
{
	struct { uint64_t set, clear, propagation, userns; } attributes = { 0, ATTRIBUTE_READ_ONLY, 0, 0 };

	return syscall(SYS_mount_setattr, AT_FDCWD, self->path, 0, &attributes, sizeof attributes);
}

/* Leaves a chroot upwards, which ends at the root that it came from: does that have what a host has? */
static long climbs_out(const struct attempt *self)
{
	int root = open("/", O_RDONLY | O_DIRECTORY);

	if (mkdir("/tmp/below", 0755) < 0 && errno != EEXIST)
		return -1;
	if (chroot("/tmp/below") < 0 || fchdir(root) < 0)
		return -1;
	for (int i = 0; i < 64; i++)
		if (chdir("..") < 0)
			return -1;
	return chroot(".") < 0 ? -1 : access(self->path, F_OK);
}

/* Joins a namespace of the executor. */
static long joins_namespace(const struct attempt *self)
{
	int fd = open(self->path, O_RDONLY);

	return fd < 0 ? -1 : setns(fd, (int)self->number);
}

/* Joins those of a process by its pidfd, PID 1 of /proc where it has that number. */
static long joins_by_pidfd(const struct attempt *self)
{
	int fd = (int)syscall(SYS_pidfd_open, getppid() ? getppid() : 1, 0);

	return fd < 0 ? -1 : setns(fd, (int)self->number);
}

static long unshares(const struct attempt *self)
{
	return unshare((int)self->number);
}

/* What a namespace gives is to be had by clone(2) as well. */
static long clones(const struct attempt *self)
{
	long pid = syscall(SYS_clone, self->number | SIGCHLD, NULL, NULL, NULL, NULL);

	if (pid == 0)
		_exit(0);
	return pid < 0 ? -1 : waitpid((pid_t)pid, NULL, 0);
}

static long clones3(const struct attempt *self)
{
	struct clone_args args = { .flags = (uint64_t)self->number, .exit_signal = SIGCHLD };
	long pid = syscall(SYS_clone3, &args, sizeof args);

	if (pid == 0)
		_exit(0);
	return pid < 0 ? -1 : waitpid((pid_t)pid, NULL, 0);
}

/* unshare(2) and clone(2) by 32-bit calls. */
static long unshares_i386(const struct attempt *self)
{
	return call_i386(310, self->number, 0, 0, 0);
}

static long clones_i386(const struct attempt *self)
{
	long pid = call_i386(120, self->number | SIGCHLD, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	return pid;
}

/* Root of a user namespace of its own remounts what is read-only. */
static long remounts_nested(const struct attempt *self)
{
	return unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0 ? -1 : mount(NULL, self->path, NULL, MS_REMOUNT | MS_BIND, NULL);
}

static long names_host(const struct attempt *self)
{
	return sethostname(self->path, strlen(self->path));
}

static long names_domain(const struct attempt *self)
{
	return setdomainname(self->path, strlen(self->path));
}

static const struct attempt rows[] = {
	{ "mounts-over-usr", BOTH, "a tmpfs over /usr/bin", mounts_tmpfs, "/usr/bin", 0, 0, 0 },
	{ "mounts-in-tmp", BOTH, "a tmpfs in /tmp", mounts_tmpfs, "/tmp", 0, 0, 0 },
	{ "mounts-proc", BOTH, "a /proc that can be written", mounts_new, "proc", 0, 0, 0 },
	{ "mounts-sysfs", BOTH, "a /sys", mounts_new, "sysfs", 0, 0, 0 },
	{ "mounts-cgroup", BOTH, "control groups", mounts_new, "cgroup2", 0, 0, 0 },
	{ "mounts-devpts", BOTH, "terminals", mounts_new, "devpts", 0, 0, 0 },
	{ "mounts-queues", BOTH, "message queues", mounts_new, "mqueue", 0, 0, 0 },
	{ "mounts-overlay", BOTH, "an overlay", mounts_new, "overlay", 0, 0, 0 },
	{ "mounts-binfmt", BOTH, "what interprets programs", mounts_new, "binfmt_misc", 0, 0, 0 },
	{ "remounts-usr", BOTH, "/usr/bin read-write", remounts, "/usr/bin", 0, 0, 0 },
	{ "remounts-root", BOTH, "/ read-write", remounts, "/", 0, 0, 0 },
	{ "remounts-proc", BOTH, "/proc read-write", remounts, "/proc", 0, 0, 0 },
	{ "remounts-dev", BOTH, "/dev read-write", remounts, "/dev", 0, 0, 0 },
	{ "remounts-initproof", BOTH, "/initproof read-write", remounts, "/initproof", 0, 0, 0 },
	{ "binds-over-actor", BOTH, "something else over /initproof", binds, "/initproof", 0, 0, 0 },
	{ "unmounts-usr", BOTH, "umount of /usr/bin", unmounts, "/usr/bin", MNT_DETACH, 0, 0 },
	{ "unmounts-proc", BOTH, "umount of /proc", unmounts, "/proc", MNT_DETACH, 0, 0 },
	{ "unmounts-tmp", BOTH, "umount of /tmp", unmounts, "/tmp", MNT_DETACH, 0, 0 },
	{ "unmounts-root", BOTH, "umount of /", unmounts, "/", MNT_DETACH, 0, 0 },
	{ "unmounts-i386", BOTH, "umount by a 32-bit call", unmounts_i386, NULL, 22, 0, 0 },
	{ "pivots", BOTH, "pivot_root", pivots, ".", 0, 0, 0 },
	{ "moves-mount", BOTH, "open_tree and move_mount", moves, "/usr/bin", 0, 0, 0 },
	{ "opens-file-system", BOTH, "fsopen", opens_file_system, "tmpfs", 0, 0, 0 },
	{ "opens-ext4", BOTH, "fsopen of one that parses a disk", opens_file_system, "ext4", 0, 0, 0 },
	{ "picks-file-system", BOTH, "fspick of /", picks_file_system, "/", 0, 0, 0 },
	{ "sets-mount-attribute", BOTH, "mount_setattr: no more read-only", sets_mount_attribute, "/usr/bin", 0, 0, 0 },
	{ "climbs-out-to-root", BOTH, "leaves a chroot upwards: /root", climbs_out, "root", 0, 0, 0 },
	{ "climbs-out-to-var", BOTH, "leaves a chroot upwards: /var", climbs_out, "var", 0, 0, 0 },
	{ "joins-mounts", BOTH, "setns: mounts of the worker", joins_namespace, "/proc/1/ns/mnt", CLONE_NEWNS, 0, 0 },
	{ "joins-user", BOTH, "setns: user namespace of the worker", joins_namespace, "/proc/1/ns/user", CLONE_NEWUSER, 0, 0 },
	{ "joins-pid", BOTH, "setns: PID namespace of the worker", joins_namespace, "/proc/1/ns/pid", CLONE_NEWPID, 0, 0 },
	{ "joins-ipc", BOTH, "setns: IPC of the worker", joins_namespace, "/proc/1/ns/ipc", CLONE_NEWIPC, 0, 0 },
	{ "joins-net", BOTH, "setns: network of the worker", joins_namespace, "/proc/1/ns/net", CLONE_NEWNET, 0, 0 },
	{ "joins-by-pidfd", BOTH, "setns by a pidfd", joins_by_pidfd, NULL, CLONE_NEWNS, 0, 0 },
	{ "unshares-user", BOTH, "a user namespace by unshare", unshares, NULL, CLONE_NEWUSER, 0, 0 },
	{ "unshares-user-and-mounts", BOTH, "the same with mounts", unshares, NULL, CLONE_NEWUSER | CLONE_NEWNS, 0, 0 },
	{ "unshares-mounts", BOTH, "a mount namespace", unshares, NULL, CLONE_NEWNS, 0, 0 },
	{ "unshares-pid", BOTH, "a PID namespace", unshares, NULL, CLONE_NEWPID, 0, 0 },
	{ "unshares-net", BOTH, "a network namespace", unshares, NULL, CLONE_NEWNET, 0, 0 },
	{ "unshares-ipc", BOTH, "an IPC namespace", unshares, NULL, CLONE_NEWIPC, 0, 0 },
	{ "unshares-uts", BOTH, "a UTS namespace", unshares, NULL, CLONE_NEWUTS, 0, 0 },
	{ "unshares-cgroup", BOTH, "a cgroup namespace", unshares, NULL, CLONE_NEWCGROUP, 0, 0 },
	{ "unshares-time", BOTH, "a time namespace", unshares, NULL, CLONE_NEWTIME, 0, 0 },
	{ "clones-user", BOTH, "a user namespace by clone", clones, NULL, CLONE_NEWUSER, 0, 0 },
	{ "clones-pid", BOTH, "a PID namespace by clone", clones, NULL, CLONE_NEWPID, 0, 0 },
	{ "clones3-user", BOTH, "a user namespace by clone3", clones3, NULL, CLONE_NEWUSER, 0, 0 },
	{ "clones3-all", BOTH, "all namespaces by clone3", clones3, NULL, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET, 0, 0 },
	{ "unshares-user-i386", BOTH, "a user namespace by a 32-bit call", unshares_i386, NULL, CLONE_NEWUSER, 0, 0 },
	{ "clones-user-i386", BOTH, "a user namespace by a 32-bit clone", clones_i386, NULL, CLONE_NEWUSER, 0, 0 },
	{ "remounts-nested", BOTH, "/usr/bin read-write, in a user namespace of its own", remounts_nested, "/usr/bin", 0, 0, 0 },
	{ "maps-ids", BOTH, "another map of user ids", overwrites, "/proc/self/uid_map", 0, 0, 0 },
	{ "names-host", BOTH, "sethostname", names_host, WAS_HERE, 0, 0, 0 },
	{ "names-domain", BOTH, "setdomainname", names_domain, WAS_HERE, 0, 0, 0 },
};

const struct table mounts = { "mounts", rows, sizeof rows / sizeof *rows };
