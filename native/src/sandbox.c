/*
 * The worker's own world: a root of its own on a tmpfs with the host's programs read-only, a minimal /dev, a /proc of its PID namespace,
 * and the folder /initproof, the only place where anything can be written. Made once for each worker; see README.md.
 */
#include "executor.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <linux/capability.h>

#define ROOT "/tmp"

/* Room for what inits write, for core files and the binaries; an init that floods its output meets ENOSPC. */
#define OWN_FOLDER_SIZE "size=268435456,mode=755"

/* What programs need of the host. Nothing where people keep data: /home, /root, /var, /run, /tmp, /srv, /mnt are not there. */
static const char *const shown[] = { "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc", "opt", "nix", "gnu", NULL };
static const char *const devices[] = { "null", "zero", "full", "random", "urandom", "tty", NULL };

/* The capabilities that container runtimes grant by default (moby, oci/caps/defaults.go). */
static const int granted[] = {
	CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FSETID, CAP_FOWNER, CAP_MKNOD, CAP_NET_RAW, CAP_SETGID, CAP_SETUID, CAP_SETFCAP,
	CAP_SETPCAP, CAP_NET_BIND_SERVICE, CAP_SYS_CHROOT, CAP_KILL, CAP_AUDIT_WRITE,
};

static void need(int result, const char *what)
{
	if (result < 0)
		die_errno(EXIT_MACHINE, what);
}

/* Shows one of the host's directories read-only below the new root; a symbolic link (/bin on a merged /usr) is made again. */
static void show(const char *name)
{
	char from[64], to[64], link[256];
	ssize_t size;

	snprintf(from, sizeof from, "/%s", name);
	snprintf(to, sizeof to, ROOT "/%s", name);
	size = readlink(from, link, sizeof link - 1);
	if (size > 0) {
		link[size] = 0;
		need(symlink(link, to), "cannot link in the sandbox");
		return;
	}
	if (access(from, F_OK) < 0)
		return;
	need(mkdir(to, 0755), "cannot make a directory in the sandbox");
	need(mount(from, to, NULL, MS_BIND | MS_REC, NULL), "cannot show a directory of the host in the sandbox");
}

/* Read-only, and all below it, by mount_setattr(2): Linux 5.12. */
static void make_read_only(const char *path)
{
	struct { uint64_t set, clear, propagation, userns; } attributes = { 1 /* MOUNT_ATTR_RDONLY */, 0, 0, 0 };
	struct stat file;

	if (lstat(path, &file) == 0 && S_ISDIR(file.st_mode))
		need((int)syscall(SYS_mount_setattr, AT_FDCWD, path, 0x8000 /* AT_RECURSIVE */, &attributes, sizeof attributes),
		     "cannot make a directory read-only");
}

static void make_devices(void)
{
	char from[64], to[64];

	need(mkdir(ROOT "/dev", 0755), "cannot make /dev");
	for (int i = 0; devices[i]; i++) {
		snprintf(from, sizeof from, "/dev/%s", devices[i]);
		snprintf(to, sizeof to, ROOT "/dev/%s", devices[i]);
		int fd = open(to, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);

		need(fd, "cannot make a device file");
		close(fd);
		need(mount(from, to, NULL, MS_BIND, NULL), "cannot show a device");
	}
	/* Terminals of its own: those of the host are not there. */
	need(mkdir(ROOT "/dev/pts", 0755), "cannot make /dev/pts");
	need(mount("devpts", ROOT "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620"), "cannot mount /dev/pts");
	need(symlink("pts/ptmx", ROOT "/dev/ptmx"), "cannot make /dev/ptmx");
}

/* Copies a file of the host to a path of the sandbox, executable. */
static void copy(int from, const char *to, mode_t mode)
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

static void make_file(const char *path, mode_t mode, const char *text)
{
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);

	need(fd, "cannot make a file in the sandbox");
	need((int)write(fd, text, strlen(text)), "cannot write a file in the sandbox");
	close(fd);
}

/* /initproof: the actor, the inits, and what scenarios name as directory or as a command that cannot be started. */
static void make_own_folder(struct sandbox *sandbox, const struct source *actor, const struct source *binaries, int count)
{
	char path[512];

	need(mkdir("/initproof", 0755), "cannot make the own folder");
	/* A set-uid program of its root's gives what that has: the ids and capabilities of the sandbox. */
	need(mount("initproof", "/initproof", "tmpfs", MS_NODEV, OWN_FOLDER_SIZE), "cannot mount the own folder");
	need(mkdir("/initproof/own", 0755), "cannot make a directory");
	need(mkdir("/initproof/directory", 0755), "cannot make a directory");
	need(mkdir("/initproof/unreadable", 0), "cannot make a directory");
	need(mkdir("/initproof/bin", 0755), "cannot make a directory");
	make_file("/initproof/not-executable", 0644, "not a program\n");
	make_file("/initproof/script", 0755, "#!/initproof/no-such-interpreter\n");
	copy(actor->fd, "/initproof/actor", 0755);
	copy(actor->fd, "/initproof/set-uid", 04755);
	close(actor->fd);
	sandbox->binaries = calloc((size_t)count, sizeof *sandbox->binaries);
	sandbox->binary_count = count;
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof path, "/initproof/bin/%d", i);
		need(mkdir(path, 0755), "cannot make a directory");
		snprintf(path, sizeof path, "/initproof/bin/%d/%s", i, binaries[i].name);
		copy(binaries[i].fd, path, 0755);
		close(binaries[i].fd);
		sandbox->binaries[i] = strdup(path);
	}
}

static int own_number(int low)
{
	int high = fcntl(low, F_DUPFD_CLOEXEC, FIRST_OWN_FD);

	need(high, "cannot open a file of the sandbox");
	close(low);
	return high;
}

static void enter_root(struct sandbox *sandbox)
{
	need(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "cannot make the mounts private");
	need(mount("sandbox", ROOT, "tmpfs", MS_NOSUID | MS_NODEV, "size=16777216,mode=755"), "cannot mount a tmpfs");
	for (int i = 0; shown[i]; i++)
		show(shown[i]);
	make_devices();
	need(mkdir(ROOT "/proc", 0755), "cannot make /proc");
	need(mount("proc", ROOT "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL),
	     "cannot mount /proc (in a container: start it with --security-opt systempaths=unconfined)");
	need(chdir(ROOT), "cannot enter the sandbox");
	need((int)syscall(SYS_pivot_root, ".", "."), "cannot change the root");
	need(umount2(".", MNT_DETACH), "cannot leave the host's root");
	need(chdir("/"), "cannot enter the sandbox");
	for (int i = 0; shown[i]; i++) {
		char path[64];

		snprintf(path, sizeof path, "/%s", shown[i]);
		make_read_only(path);
	}
	sandbox->last_pid = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
	if (sandbox->last_pid >= 0)
		sandbox->last_pid = own_number(sandbox->last_pid);
	/* What is set there belongs to the worker's namespaces, and would outlive a run. */
	need(mount("/proc/sys", "/proc/sys", NULL, MS_BIND, NULL), "cannot show /proc/sys");
	make_read_only("/proc/sys");
}

static int opened(const char *path, int flags)
{
	int low = open(path, flags | O_CLOEXEC, 0644);

	need(low, "cannot open a file of the sandbox");
	return own_number(low);
}

static ino_t become(int fd, int number)
{
	struct stat file;

	need(number < 0 ? 0 : dup2(fd, number), "cannot set a standard descriptor");
	need(fstat(fd, &file), "cannot look at a descriptor");
	return file.st_ino;
}

/* Fills the pipe, which an init may have read from through /proc/self/fd. */
void sandbox_fill(const struct sandbox *sandbox)
{
	static const char bytes[4096];

	need(fcntl(sandbox->full, F_SETFL, O_NONBLOCK), "cannot fill a pipe");
	while (write(sandbox->full, bytes, sizeof bytes) > 0)
		;
	need(fcntl(sandbox->full, F_SETFL, 0), "cannot fill a pipe");
}

/* A pipe whose other end nobody reads. */
static void open_full(struct sandbox *sandbox)
{
	struct stat file;
	int ends[2];

	need(pipe2(ends, O_CLOEXEC), "cannot make a pipe");
	sandbox->full = fcntl(ends[1], F_DUPFD_CLOEXEC, FIRST_OWN_FD);
	need(fcntl(ends[0], F_DUPFD_CLOEXEC, FIRST_OWN_FD), "cannot make a pipe");
	close(ends[0]);
	close(ends[1]);
	need(fstat(sandbox->full, &file), "cannot look at a pipe");
	sandbox->full_dev = file.st_dev;
	sandbox->full_ino = file.st_ino;
}

/* The descriptors that every init gets; the executor has them as its own 0, 1 and 2, so that nothing has to be done for each run. */
static void open_standard(struct sandbox *sandbox)
{
	struct stat file;
	int null = opened("/dev/null", O_RDWR);

	/* What the executor itself has to say goes on where Node reads it. */
	stderr = fdopen(fcntl(2, F_DUPFD_CLOEXEC, FIRST_OWN_FD), "w");
	setvbuf(stderr, NULL, _IONBF, 0);
	sandbox->null_ino = become(null, 0);
	fstat(null, &file);
	sandbox->null_dev = file.st_dev;
	sandbox->extra = opened("/initproof/extra", O_CREAT | O_RDWR);
	sandbox->extra_ino = become(sandbox->extra, -1);
	fstat(sandbox->extra, &file);
	sandbox->device = file.st_dev;
	open_full(sandbox);
	sandbox->out_ino = become(opened("/initproof/stdout", O_CREAT | O_RDWR | O_APPEND), 1);
	sandbox->err_ino = become(opened("/initproof/stderr", O_CREAT | O_RDWR | O_APPEND), 2);
}

static void map_ctl(struct sandbox *sandbox)
{
	int fd = opened(CTL_PATH, O_CREAT | O_RDWR);

	/* Actors of any user map it. */
	need(fchmod(fd, 0666), "cannot share the shared memory");

	need(ftruncate(fd, sizeof(struct ctl)), "cannot size the shared memory");
	sandbox->ctl = mmap(NULL, sizeof(struct ctl), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
	if (sandbox->ctl == MAP_FAILED)
		die_errno(EXIT_MACHINE, "cannot map the shared memory");
	close(fd);
}

/* How many user ids the user namespace has: the third number of its map (user_namespaces(7)). */
static int mapped_ids(void)
{
	char text[128];
	int fd = open("/proc/self/uid_map", O_RDONLY | O_CLOEXEC), ids = 0;

	read_proc(fd, text, sizeof text);
	if (fd >= 0)
		close(fd);
	return sscanf(text, "%*s %*s %d", &ids) == 1 ? ids : 1;
}

/* A pipe as core_pattern starts a program of the host for each core: then none is dumped. */
static int cores_stay_inside(void)
{
	char pattern[2] = { 0 };
	int fd = open("/proc/sys/kernel/core_pattern", O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, pattern, 1);

	if (fd >= 0)
		close(fd);
	return size == 1 && pattern[0] != '|' && pattern[0] != '/';
}

/* What inits gain at their exec is bounded; the executor keeps what it has. Nobody inside can trace it or read its memory. */
static void bound_privilege(void)
{
	for (int capability = 0; capability <= 63; capability++) {
		int keep = 0;

		for (size_t i = 0; i < sizeof granted / sizeof *granted; i++)
			keep |= granted[i] == capability;
		if (!keep && capability != CAP_SYS_ADMIN && prctl(PR_CAPBSET_READ, capability) == 1)
			need(prctl(PR_CAPBSET_DROP, capability), "cannot drop a capability");
	}
	prctl(PR_SET_DUMPABLE, 0);
	/* Zygotes clone namespaces after their exec, and drop this one in the clone. */
	zygote_start();
	need(prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN), "cannot drop a capability");
}

/*
 * Moves the calling worker, PID 1 of fresh namespaces and root of its user namespace, into its sandbox, and fills in `sandbox`.
 * ACTOR and BINARIES are open files of the host. Ends the process with EXIT_MACHINE where the machine does not allow it.
 */
void sandbox_enter(struct sandbox *sandbox, const struct source *actor, const struct source *binaries, int count)
{
	umask(022);
	enter_root(sandbox);
	make_own_folder(sandbox, actor, binaries, count);
	map_ctl(sandbox);
	sandbox->cores = cores_stay_inside();
	sandbox->ids = mapped_ids();
	bound_privilege();
	open_standard(sandbox);
	for (int i = 0; i < LIMIT_COUNT; i++)
		getrlimit(i, &sandbox->limits[i]);
}
