/*
 * The root of the application: what is shown lies read-only below overlays, whose upper sides are of a tmpfs in the host's own mount
 * namespace, so that what is written is gone with it. Where the kernel refuses an overlay the folder is read-only, and that is told.
 */
#include "app.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* Room for what an application writes to files in one run, bytes: a database makes some 100 MiB when it begins. */
#define WRITTEN_SIZE "size=1073741824,mode=755"

/* Told by container runtimes to hide, or to keep from being written (moby: oci/defaults.go, MaskedPaths, ReadonlyPaths). */
static const char *const masked[] = { "acpi", "asound", "interrupts", "kcore", "keys", "latency_stats", "sched_debug", "scsi", "timer_list", NULL };
static const char *const unwritable[] = { "bus", "fs", "irq", "sys", "sysrq-trigger", NULL };

/* Empty, and there in each root. */
static const struct { const char *path; mode_t mode; } places[] = {
	{ "/tmp", 01777 }, { "/run", 0755 }, { "/var", 0755 }, { "/var/tmp", 01777 }, { "/var/cache", 0755 }, { "/var/lib", 0755 },
	{ "/var/log", 0755 }, { "/var/spool", 0755 }, { "/proc", 0755 }, { "/sys", 0755 }, { "/dev", 0755 }, { "/root", 0700 }, { "/home", 0755 },
};

/* Opens what is shown where no mount of it is there, before a tmpfs lies over it. */
static int open_shown(const struct shown *shown)
{
	int fd = shown->tree >= 0 ? shown->tree : open(shown->from, O_PATH | O_CLOEXEC);

	if (fd < 0) {
		fprintf(stderr, PROGRAM ": cannot show %s: %s\n", shown->from, strerror(errno));
		_exit(EXIT_USAGE);
	}
	return fd;
}

/* Puts what is open at the path PLACE, an empty folder. */
static void put(const struct shown *shown, int fd, const char *place)
{
	char from[64];

	snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
	if (shown->tree >= 0)
		need((int)syscall(SYS_move_mount, fd, "", AT_FDCWD, place, 4 /* MOVE_MOUNT_F_EMPTY_PATH */), "cannot show a folder");
	else
		need(mount(from, place, NULL, MS_BIND | MS_REC, NULL), "cannot show a folder");
	close(fd);
}

/* Mounts an overlay over LOWER/NUMBER at PLACE. Returns 0 or -1. `userxattr`: user namespaces may write no other ones (overlayfs.rst). */
static int overlay(int number, const char *place)
{
	char upper[64], work[64], options[512];

	snprintf(upper, sizeof upper, UPPER "/%d", number);
	snprintf(work, sizeof work, UPPER "/%d-work", number);
	need(mkdir(upper, 0755) < 0 ? -1 : mkdir(work, 0755), "cannot make a folder");
	for (int tries = 0; tries < 2; tries++) {
		snprintf(options, sizeof options, "lowerdir=" LOWER "/%d,upperdir=%s,workdir=%s%s", number, upper, work, tries == 0 ? ",userxattr" : "");
		if (mount("overlay", place, "overlay", MS_NODEV, options) == 0)
			return 0;
	}
	return -1;
}

/* Shows the NUMBERth folder, which is open, at its place in the view. */
static void show(const struct config *config, int number, int fd)
{
	const struct shown *shown = &config->shown[number];
	char lower[64], place[PATH_MAX], link[PATH_MAX];
	ssize_t size = readlinkat(fd, "", link, sizeof link - 1);
	struct stat file;

	snprintf(place, sizeof place, VIEW "%s", shown->at);
	make_parents(place);
	if (size > 0) {
		link[size] = 0;
		need(symlink(link, place), "cannot make a link");
		close(fd);
		return;
	}
	need(fstat(fd, &file), "cannot look at a folder");
	make_mountpoint(place, file.st_mode);
	snprintf(lower, sizeof lower, LOWER "/%d", number);
	make_mountpoint(lower, file.st_mode);
	put(shown, fd, lower);
	if (S_ISDIR(file.st_mode) && overlay(number, place) == 0)
		return;
	if (S_ISDIR(file.st_mode))
		tell("differs", 0, "%s is read-only: this machine refuses an overlay over it (%s)", shown->from, strerror(errno));
	need(mount(lower, place, NULL, MS_BIND | MS_REC, NULL), "cannot show a folder");
	make_read_only(place, 1);
}

/* A folder that programs expect; what an image has there stays as it is. */
static void make_place(const struct config *config, const char *path, mode_t mode)
{
	char place[PATH_MAX];

	snprintf(place, sizeof place, VIEW "%s", path);
	/* One that is shown, and is somebody else's, cannot be changed, and need not. */
	if (mkdir(place, 0755) == 0 || !config->has_root)
		(void)!chmod(place, mode);
}

/* Runtimes write it, so that images often have none: without it nobody knows localhost. */
static void make_hosts(void)
{
	struct stat file;
	int fd;

	if (stat(VIEW "/etc/hosts", &file) == 0 && file.st_size > 0)
		return;
	fd = open(VIEW "/etc/hosts", O_CREAT | O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd >= 0 && write(fd, "127.0.0.1 localhost\n::1 localhost\n", 34) < 0)
		tell("differs", 0, "/etc/hosts cannot be written");
	close(fd);
}

/* Makes all of it below VIEW, in the host's mount namespace. Ends the program where the machine does not allow it. */
void make_view(struct config *config)
{
	int opened[MAX_SHOWN];

	need(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "cannot make the mounts private");
	for (int i = 0; i < config->shown_count; i++) {
		opened[i] = config->shown[i].tree < 0 ? open(config->shown[i].from, O_PATH | O_NOFOLLOW | O_CLOEXEC) : -1;
		if (opened[i] < 0)
			opened[i] = open_shown(&config->shown[i]);
	}
	need(mount("host", ROOT, "tmpfs", MS_NOSUID | MS_NODEV, WRITTEN_SIZE), "cannot mount a tmpfs");
	need(mkdir(LOWER, 0755) < 0 || mkdir(UPPER, 0755) < 0 ? -1 : mkdir(VIEW, 0755), "cannot make a folder");
	if (!config->has_root)
		need(mount("view", VIEW, "tmpfs", MS_NODEV, WRITTEN_SIZE), "cannot mount a tmpfs");
	for (int i = 0; i < config->shown_count; i++)
		show(config, i, opened[i]);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		make_place(config, places[i].path, places[i].mode);
	if (config->has_root)
		make_hosts();
	need(mount("dev", VIEW "/dev", "tmpfs", MS_NOSUID, "size=67108864,mode=755"), "cannot mount /dev");
	make_devices(VIEW);
	need(chmod(VIEW "/dev/shm", 01777), "cannot make /dev/shm");
	need(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL),
	     "cannot mount /proc (in a container: start it with --security-opt systempaths=unconfined)");
}

static void cover(const char *name)
{
	struct stat file;
	char path[64];

	snprintf(path, sizeof path, VIEW "/proc/%s", name);
	if (lstat(path, &file) < 0)
		return;
	need(S_ISDIR(file.st_mode) ? mount("none", path, "tmpfs", MS_RDONLY, "size=0") : mount(VIEW "/dev/null", path, NULL, MS_BIND, NULL),
	     "cannot hide a file of /proc");
}

/* In PID 1 of the application's PID namespace, in a mount namespace of its own: the view becomes its root, and nothing else is left. */
void enter_view(void)
{
	struct stat file;
	char path[64];

	need(mount("proc", VIEW "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL), "cannot mount /proc");
	for (int i = 0; masked[i]; i++)
		cover(masked[i]);
	for (int i = 0; unwritable[i]; i++) {
		snprintf(path, sizeof path, VIEW "/proc/%s", unwritable[i]);
		if (lstat(path, &file) < 0)
			continue;
		need(mount(path, path, NULL, MS_BIND | MS_REC, NULL), "cannot show a file of /proc");
		make_read_only(path, 1);
	}
	need(chdir(VIEW), "cannot enter the root of the application");
	need((int)syscall(SYS_pivot_root, ".", "."), "cannot change the root");
	need(umount2(".", MNT_DETACH), "cannot leave the host's root");
}
