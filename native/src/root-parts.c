/* What roots of sandboxes are made of: places, files, devices, copies, and mounts that nobody can write to. */
#include "root.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static const char *const devices[] = { "null", "zero", "full", "random", "urandom", "tty", NULL };

static const struct { const char *from, *to; } links[] = {
	{ "dev/ptmx", "pts/ptmx" }, { "dev/fd", "/proc/self/fd" }, { "dev/stdin", "fd/0" }, { "dev/stdout", "fd/1" }, { "dev/stderr", "fd/2" },
};

void need(int result, const char *what)
{
	if (result < 0)
		die_errno(EXIT_MACHINE, what);
}

/* Read-only, and all below it, without devices and set-uid programs unless they are ours (mount_setattr(2): Linux 5.12). */
void make_read_only(const char *path, int ours)
{
	/* MOUNT_ATTR_RDONLY, NOSUID, NODEV */
	struct { uint64_t set, clear, propagation, userns; } attributes = { ours ? 1 : 1 | 2 | 4, 0, 0, 0 };

	need((int)syscall(SYS_mount_setattr, AT_FDCWD, path, 0x8000 /* AT_RECURSIVE */, &attributes, sizeof attributes),
	     "cannot make a directory read-only");
}

/* Makes the folders that lead to `path`, which is absolute. */
void make_parents(const char *path)
{
	char part[PATH_MAX];

	for (const char *end = path; (end = strchr(end + 1, '/'));) {
		snprintf(part, sizeof part, "%.*s", (int)(end - path), path);
		need(mkdir(part, 0755) < 0 && errno != EEXIST ? -1 : 0, "cannot make a directory in the sandbox");
	}
}

void make_file(const char *path, mode_t mode, const char *text)
{
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);

	need(fd, "cannot make a file in the sandbox");
	need((int)write(fd, text, strlen(text)), "cannot write a file in the sandbox");
	close(fd);
}

/* Makes what something can be mounted on: a directory, or for anything else an empty file. */
void make_mountpoint(const char *path, mode_t kind)
{
	make_parents(path);
	if (S_ISDIR(kind))
		need(mkdir(path, 0755) < 0 && errno != EEXIST ? -1 : 0, "cannot make a directory in the sandbox");
	else
		make_file(path, 0644, "");
}

/* Makes /dev below ROOT, an absolute path. Terminals are of an instance of its own, of which the host sees none. */
void make_devices(const char *root)
{
	char from[64], to[PATH_MAX];

	for (int i = 0; devices[i]; i++) {
		snprintf(from, sizeof from, "/dev/%s", devices[i]);
		snprintf(to, sizeof to, "%s/dev/%s", root, devices[i]);
		make_mountpoint(to, S_IFREG);
		need(mount(from, to, NULL, MS_BIND, NULL), "cannot show a device");
	}
	snprintf(to, sizeof to, "%s/dev/shm", root);
	make_mountpoint(to, S_IFDIR);
	snprintf(to, sizeof to, "%s/dev/pts", root);
	make_mountpoint(to, S_IFDIR);
	need(mount("devpts", to, "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620"), "cannot mount /dev/pts");
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		snprintf(to, sizeof to, "%s/%s", root, links[i].from);
		need(symlink(links[i].to, to), "cannot link in the sandbox");
	}
}

/* Copies a file of the host to a path, with the mode. */
void copy_file(int from, const char *to, mode_t mode)
{
	char bytes[65536];
	ssize_t size;
	off_t at = 0;
	int fd = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0755);

	need(fd, "cannot copy into the sandbox");
	for (; (size = pread(from, bytes, sizeof bytes, at)) > 0; at += size)
		need((int)write(fd, bytes, (size_t)size), "cannot copy into the sandbox");
	/* A write takes the set-uid bit away. */
	need(fchmod(fd, mode), "cannot copy into the sandbox");
	close(fd);
}
