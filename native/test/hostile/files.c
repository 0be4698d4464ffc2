/* Attempts on files and devices of the host. */
#include "attempt.h"

#include <sys/xattr.h>

/* Lists a directory or opens a file, whichever it is. */
static long looks(const struct attempt *self)
{
	return open(self->path, O_RDONLY | O_NONBLOCK);
}

static long changes_mode(const struct attempt *self)
{
	return chmod(self->path, (mode_t)self->number);
}

static long changes_times(const struct attempt *self)
{
	return utimensat(AT_FDCWD, self->path, NULL, 0);
}

static long changes_owner(const struct attempt *self)
{
	return chown(self->path, 0, 0);
}

static long sets_attribute(const struct attempt *self)
{
	return setxattr(self->path, "user.initproof", "x", 1, 0);
}

static long removes(const struct attempt *self)
{
	return unlink(self->path);
}

static long links(const struct attempt *self)
{
	return link(self->path, "/tmp/" WAS_HERE);
}

/* A device node anywhere that it can write to, opened. */
static long makes_device(const struct attempt *self)
{
	static const char *const places[] = { "/tmp/node", "/dev/shm/node", "/initproof/own/node", "/node" };
	mode_t kind = strcmp(self->path, "b") == 0 ? S_IFBLK : S_IFCHR;

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		int fd = mknod(places[i], kind | 0666, (dev_t)self->number) < 0 ? -1 : open(places[i], O_RDONLY | O_NONBLOCK);

		unlink(places[i]);
		if (fd >= 0)
			return fd;
	}
	return -1;
}

/* Opens the root of a file system by a handle, past all paths. */
static long opens_by_handle(const struct attempt *self)
{
	struct { struct file_handle head; unsigned inode, generation; } handle = { { 8, 1, }, 2, 0 };
	int mount = open(self->path, O_RDONLY);

	return mount < 0 ? -1 : open_by_handle_at(mount, &handle.head, O_RDONLY);
}

/* Is told of what others do with programs of the host. */
static long watches(const struct attempt *self)
{
	return syscall(SYS_fanotify_init, self->number, O_RDONLY);
}

static const struct attempt rows[] = {
	{ "writes-etc", BOTH, "a new file in /etc", makes_file, "/etc/" WAS_HERE, 0, 0, 0 },
	{ "writes-usr", BOTH, "a new file in /usr", makes_file, "/usr/" WAS_HERE, 0, 0, 0 },
	{ "writes-usr-bin", BOTH, "a new file in /usr/bin", makes_file, "/usr/bin/" WAS_HERE, 0, 0, 0 },
	{ "writes-bin", BOTH, "a new file in /bin", makes_file, "/bin/" WAS_HERE, 0, 0, 0 },
	{ "writes-lib", BOTH, "a new file in /usr/lib", makes_file, "/usr/lib/" WAS_HERE, 0, 0, 0 },
	{ "writes-share", BOTH, "a new file in /usr/local/share", makes_file, "/usr/local/share/" WAS_HERE, 0, 0, 0 },
	{ "writes-opt", BOTH, "a new file in /opt", makes_file, "/opt/" STAGED "/" WAS_HERE, 0, 0, 0 },
	{ "writes-alternatives", BOTH, "a new file in /etc/alternatives", makes_file, "/etc/alternatives/" WAS_HERE, 0, 0, 0 },
	{ "writes-passwd", BOTH, "a line of /etc/passwd", overwrites, "/etc/passwd", 0, 0, 0 },
	{ "writes-ld-cache", BOTH, "the linker's cache", overwrites, "/etc/ld.so.cache", 0, 0, 0 },
	{ "writes-dev", BOTH, "a new file in /dev", makes_file, "/dev/" WAS_HERE, 0, 0, 0 },
	{ "changes-mode-of-program", BOTH, "chmod of a program of the host", changes_mode, "/usr/bin/env", 0777, 0, 0 },
	{ "changes-mode-of-null", BOTH, "chmod of the host's /dev/null", changes_mode, "/dev/null", 0600, 0, 0 },
	{ "changes-owner-of-program", BOTH, "chown", changes_owner, "/usr/bin/env", 0, 0, 0 },
	{ "changes-times-of-program", BOTH, "utimensat", changes_times, "/usr/bin/env", 0, 0, 0 },
	{ "sets-attribute-of-program", BOTH, "setxattr", sets_attribute, "/usr/bin/env", 0, 0, 0 },
	{ "removes-program", BOTH, "unlink", removes, "/usr/bin/env", 0, 0, 0 },
	{ "links-program", BOTH, "a hard link to a program of the host in /tmp", links, "/usr/bin/env", 0, 0, 0 },
	{ "reads-shadow", BOTH, "/etc/shadow", looks, "/etc/shadow", 0, 0, 0 },
	{ "reads-ssh-keys", BOTH, "/etc/ssh", looks, "/etc/ssh", 0, 0, 0 },
	{ "reads-ssl-keys", BOTH, "/etc/ssl/private", looks, "/etc/ssl/private", 0, 0, 0 },
	{ "reads-machine-id", BOTH, "/etc/machine-id", looks, "/etc/machine-id", 0, 0, 0 },
	{ "sees-root", BOTH, "/root", looks, "/root", 0, 0, 0 },
	{ "sees-home", BOTH, "/home", looks, "/home", 0, 0, 0 },
	{ "sees-opt", BOTH, "/opt", looks, "/opt", 0, 0, 0 },
	{ "sees-run", BOTH, "/run", looks, "/run", 0, 0, 0 },
	{ "sees-var", BOTH, "/var", looks, "/var", 0, 0, 0 },
	{ "sees-srv", BOTH, "/srv", looks, "/srv", 0, 0, 0 },
	{ "sees-sys", BOTH, "/sys", looks, "/sys", 0, 0, 0 },
	{ "sees-boot", BOTH, "/boot", looks, "/boot", 0, 0, 0 },
	{ "sees-mnt", BOTH, "/mnt", looks, "/mnt", 0, 0, 0 },
	{ "sees-usr-src", BOTH, "/usr/src", looks, "/usr/src", 0, 0, 0 },
	{ "sees-nix-var", BOTH, "/nix/var", looks, "/nix/var", 0, 0, 0 },
	{ "makes-disk", BOTH, "mknod of a disk", makes_device, "b", 0x800, 0, 0 },
	{ "makes-virtual-disk", BOTH, "mknod of another", makes_device, "b", 0xfe00, 0, 0 },
	{ "makes-memory", BOTH, "mknod of /dev/mem", makes_device, "c", 0x101, 0, 0 },
	{ "makes-log", BOTH, "mknod of /dev/kmsg", makes_device, "c", 0x10b, 0, 0 },
	{ "makes-terminal", BOTH, "mknod of the console", makes_device, "c", 0x501, 0, 0 },
	{ "opens-sda", BOTH, "/dev/sda", opens, "/dev/sda", O_RDONLY, 0, 0 },
	{ "opens-vda", BOTH, "/dev/vda", opens, "/dev/vda", O_RDONLY, 0, 0 },
	{ "opens-memory", BOTH, "/dev/mem", opens, "/dev/mem", O_RDONLY, 0, 0 },
	{ "opens-log", BOTH, "/dev/kmsg", opens, "/dev/kmsg", O_RDONLY, 0, 0 },
	{ "opens-fuse", BOTH, "/dev/fuse", opens, "/dev/fuse", O_RDWR, 0, 0 },
	{ "opens-kvm", BOTH, "/dev/kvm", opens, "/dev/kvm", O_RDWR, 0, 0 },
	{ "opens-tun", BOTH, "/dev/net/tun", opens, "/dev/net/tun", O_RDWR, 0, 0 },
	{ "opens-loop", BOTH, "/dev/loop-control", opens, "/dev/loop-control", O_RDWR, 0, 0 },
	{ "opens-by-handle", BOTH, "open_by_handle_at on the file system of /usr", opens_by_handle, "/usr/bin", 0, 0, 0 },
	{ "opens-by-handle-in-etc", BOTH, "open_by_handle_at on the file system of /etc", opens_by_handle, "/etc", 0, 0, 0 },
	{ "watches-files", BOTH, "fanotify_init", watches, NULL, 0, 0, 0 },
	{ "watches-names", BOTH, "fanotify_init for names", watches, NULL, 0x200, 0, 0 },
};

const struct table files = { "files", rows, sizeof rows / sizeof *rows };
