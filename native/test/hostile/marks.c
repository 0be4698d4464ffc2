/*
 * What one run leaves for the next: each mark is looked for and then left, run after run. To be found is to be left, and it must not be.
 * Found by the first run of all, it is none.
 */
#include "attempt.h"

#include <dirent.h>
#include <linux/fs.h>
#include <mqueue.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/statfs.h>
#include <sys/xattr.h>

/* A time, a key, a signal and a name that nothing has by chance. */
#define WHEN 1234567
#define KEY 0x1717
#define SIGNAL 44
#define NAME "mark-left"
/* More than this is free in the file system of the standard descriptors, bytes; a run is told what it writes from there. */
#define ROOM (32u << 20)

static int file_mark;
static int *shared_mark = &file_mark;

static long found(int yes)
{
	return yes ? 0 : refused(ENOENT);
}

static long finds_name(const struct mark *self)
{
	struct stat file;

	return lstat(self->path, &file);
}

static void leaves_file(const struct mark *self)
{
	close(open(self->path, O_CREAT | O_WRONLY, 0644));
}

static void leaves_directory(const struct mark *self)
{
	mkdir(self->path, 0755);
}

static void leaves_link(const struct mark *self)
{
	if (symlink("/initproof", self->path) < 0)
		errno = 0;
}

static void leaves_fifo(const struct mark *self)
{
	mkfifo(self->path, 0666);
}

static void leaves_socket(const struct mark *self)
{
	mknod(self->path, S_IFSOCK | 0666, 0);
}

/* As the kernel calls a core, but with something else in it. */
static void leaves_second_name(const struct mark *self)
{
	if (link("/bin", self->path) < 0)
		errno = 0;
}

static long finds_mode(const struct mark *self)
{
	struct stat file;

	return found(stat(self->path, &file) == 0 && (file.st_mode & 07777) == (mode_t)self->number);
}

static void leaves_mode(const struct mark *self)
{
	chmod(self->path, (mode_t)self->number);
}

static long finds_owner(const struct mark *self)
{
	struct stat file;

	return found(lstat(self->path, &file) == 0 && file.st_uid == self->number);
}

static void leaves_owner(const struct mark *self)
{
	if (lchown(self->path, (uid_t)self->number, (gid_t)self->number) < 0)
		errno = 0;
}

static long finds_times(const struct mark *self)
{
	struct stat file;

	return found(lstat(self->path, &file) == 0 && file.st_mtime == WHEN);
}

static void leaves_times(const struct mark *self)
{
	struct timespec times[2] = { { WHEN, 0 }, { WHEN, 0 } };

	utimensat(AT_FDCWD, self->path, times, AT_SYMLINK_NOFOLLOW);
}

static long finds_attribute(const struct mark *self)
{
	char value[16];

	return getxattr(self->path, "user.mark", value, sizeof value);
}

static void leaves_attribute(const struct mark *self)
{
	setxattr(self->path, "user.mark", "x", 1, 0);
}

/* An access list for one more user, as posix_acl_xattr.h lays it out. */
static void leaves_access_list(const struct mark *self)
{
	static const struct { uint32_t version; struct { uint16_t tag, rights; uint32_t id; } entries[5]; } list = {
		2, { { 1, 7, ~0u }, { 2, 7, 0 }, { 4, 5, ~0u }, { 16, 7, ~0u }, { 32, 5, ~0u } },
	};

	setxattr(self->path, "system.posix_acl_access", &list, sizeof list, 0);
}

static long finds_access_list(const struct mark *self)
{
	char value[128];

	return getxattr(self->path, "system.posix_acl_access", value, sizeof value);
}

/* Attributes of an inode (ioctl_iflags(2)): not to be dumped. */
static long finds_flags(const struct mark *self)
{
	int flags = 0, fd = open(self->path, O_RDONLY);

	return found(ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 && flags & FS_NODUMP_FL);
}

static void leaves_flags(const struct mark *self)
{
	int flags = 0, fd = open(self->path, O_RDONLY);

	ioctl(fd, FS_IOC_GETFLAGS, &flags);
	flags |= FS_NODUMP_FL;
	ioctl(fd, FS_IOC_SETFLAGS, &flags);
}

/* Whether the link leads elsewhere than it should. */
static long finds_other_link(const struct mark *self)
{
	char target[64] = "";

	return readlink("/bin", target, sizeof target - 1) < 0 ? 0 : found(strcmp(target, self->path) != 0);
}

static void replaces_link(const struct mark *self)
{
	(void)self;
	unlink("/bin");
	if (symlink("/tmp", "/bin") < 0)
		errno = 0;
}

static void removes_link(const struct mark *self)
{
	(void)self;
	unlink("/bin");
}

static void renames_link(const struct mark *self)
{
	(void)self;
	rename("/bin", "/bim");
}

static void swaps_links(const struct mark *self)
{
	(void)self;
	renameat2(AT_FDCWD, "/bin", AT_FDCWD, "/lib", RENAME_EXCHANGE);
}

static long finds_memory(const struct mark *self)
{
	return shmget((key_t)self->number, 1, 0);
}

static void leaves_memory(const struct mark *self)
{
	shmget((key_t)self->number, 4096, IPC_CREAT | 0666);
}

static long finds_semaphore(const struct mark *self)
{
	return semget((key_t)self->number, 1, 0);
}

static void leaves_semaphore(const struct mark *self)
{
	semget((key_t)self->number, 1, IPC_CREAT | 0666);
}

static long finds_messages(const struct mark *self)
{
	return msgget((key_t)self->number, 0);
}

static void leaves_messages(const struct mark *self)
{
	msgget((key_t)self->number, IPC_CREAT | 0666);
}

static long finds_queue(const struct mark *self)
{
	return mq_open(self->path, O_RDONLY | O_NONBLOCK);
}

static void leaves_queue(const struct mark *self)
{
	mq_open(self->path, O_CREAT | O_RDWR, 0666, NULL);
}

static long finds_status_flag(const struct mark *self)
{
	return found(fcntl((int)self->number, F_GETFL) & O_NONBLOCK);
}

static void leaves_status_flag(const struct mark *self)
{
	fcntl((int)self->number, F_SETFL, fcntl((int)self->number, F_GETFL) | O_NONBLOCK);
}

/* Whether it is no more appended to. */
static long finds_no_append(const struct mark *self)
{
	return found(!(fcntl((int)self->number, F_GETFL) & O_APPEND));
}

static void leaves_no_append(const struct mark *self)
{
	fcntl((int)self->number, F_SETFL, 0);
}

static long finds_offset(const struct mark *self)
{
	return found(lseek((int)self->number, 0, SEEK_CUR) == WHEN);
}

static void leaves_offset(const struct mark *self)
{
	lseek((int)self->number, WHEN, SEEK_SET);
}

/* The file of a descriptor as another opens it, whose locks are its own. */
static int again(int fd)
{
	char path[32];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return open(path, O_RDWR);
}

static long finds_lock(const struct mark *self)
{
	int fd = again((int)self->number), locked = flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;

	close(fd);
	return found(locked);
}

static void leaves_lock(const struct mark *self)
{
	flock((int)self->number, LOCK_EX | LOCK_NB);
}

/* A lock of a part of the file, which belongs to the open file and not to a process. */
static long finds_part_lock(const struct mark *self)
{
	struct flock lock = { .l_type = F_WRLCK, .l_start = WHEN, .l_len = 1 };

	return found(fcntl(again((int)self->number), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK);
}

static void leaves_part_lock(const struct mark *self)
{
	struct flock lock = { .l_type = F_WRLCK, .l_start = WHEN, .l_len = 1 };

	fcntl((int)self->number, F_OFD_SETLK, &lock);
}

/* The signal by which it would be told of input. */
static long finds_signal(const struct mark *self)
{
	return found(fcntl((int)self->number, F_GETSIG) == SIGNAL);
}

static void leaves_signal(const struct mark *self)
{
	fcntl((int)self->number, F_SETSIG, SIGNAL);
}

static long finds_descriptor_mode(const struct mark *self)
{
	struct stat file;

	return found(fstat((int)self->number, &file) == 0 && (file.st_mode & 0777) == 0600);
}

static void leaves_descriptor_mode(const struct mark *self)
{
	fchmod((int)self->number, 0600);
}

static long finds_descriptor_attribute(const struct mark *self)
{
	char value[16];

	return fgetxattr((int)self->number, "user.mark", value, sizeof value);
}

static void leaves_descriptor_attribute(const struct mark *self)
{
	fsetxattr((int)self->number, "user.mark", "x", 1, 0);
}

static long finds_descriptor_times(const struct mark *self)
{
	struct stat file;

	return found(fstat((int)self->number, &file) == 0 && file.st_atime == WHEN);
}

static void leaves_descriptor_times(const struct mark *self)
{
	struct timespec times[2] = { { WHEN, 0 }, { 0, UTIME_OMIT } };

	futimens((int)self->number, times);
}

/* How long what is written there is likely to live. */
static long finds_hint(const struct mark *self)
{
	uint64_t hint = 0;

	return found(fcntl((int)self->number, F_GET_RW_HINT, &hint) == 0 && hint == RWH_WRITE_LIFE_LONG);
}

static void leaves_hint(const struct mark *self)
{
	uint64_t hint = RWH_WRITE_LIFE_LONG;

	fcntl((int)self->number, F_SET_RW_HINT, &hint);
}

static long finds_descriptor_flags(const struct mark *self)
{
	int flags = 0;

	return found(ioctl((int)self->number, FS_IOC_GETFLAGS, &flags) == 0 && flags & FS_NODUMP_FL);
}

static void leaves_descriptor_flags(const struct mark *self)
{
	int flags = FS_NODUMP_FL;

	ioctl((int)self->number, FS_IOC_SETFLAGS, &flags);
}

/* Room that the file has beyond its end: later runs would have none. */
static long finds_no_room(const struct mark *self)
{
	struct statfs usage;

	return found(fstatfs((int)self->number, &usage) == 0 && usage.f_bavail * (uint64_t)usage.f_bsize < ROOM);
}

static void leaves_no_room(const struct mark *self)
{
	fallocate((int)self->number, FALLOC_FL_KEEP_SIZE, 0, 60 << 20);
}

/* The same with a size. */
static void leaves_size(const struct mark *self)
{
	if (ftruncate((int)self->number, WHEN) < 0)
		errno = 0;
}

static long finds_size(const struct mark *self)
{
	struct stat file;

	return found(fstat((int)self->number, &file) == 0 && file.st_size >= WHEN);
}

/* Memory of the process itself, which the clones of a zygote begin with. */
static long finds_variable(const struct mark *self)
{
	(void)self;
	return found(file_mark);
}

static void leaves_variable(const struct mark *self)
{
	(void)self;
	file_mark = 1;
}

static long finds_shared(const struct mark *self)
{
	(void)self;
	return found(*shared_mark);
}

static void leaves_shared(const struct mark *self)
{
	(void)self;
	*shared_mark = 1;
}

/* A process called so that is not of this run. */
static long finds_process(const struct mark *self)
{
	char path[64], name[32];
	void *walk = NULL;

	for (pid_t pid; (pid = next_in_proc(&walk));) {
		ssize_t size;
		int fd;

		snprintf(path, sizeof path, "/proc/%d/comm", pid);
		fd = open(path, O_RDONLY);
		size = fd < 0 ? -1 : read(fd, name, sizeof name);
		if (fd >= 0)
			close(fd);
		if (size > 0 && strncmp(name, self->path, strlen(self->path)) == 0 && status_number(pid, "\nNSpid:", 1) < 0)
			return 0;
	}
	return refused(ENOENT);
}

/* One that is nobody's child, in a session of its own, and ignores what can be ignored. */
static void leaves_process(const struct mark *self)
{
	pid_t child = fork();

	if (child != 0)
		return;
	setsid();
	if (fork() != 0)
		_exit(0);
	for (int number = 1; number <= 64; number++)
		signal(number, SIG_IGN);
	prctl(PR_SET_NAME, self->path);
	for (;;)
		pause();
}

static const struct mark marks[] = {
	{ "file-in-root", "a file in /", finds_name, leaves_file, "/mark", 0 },
	{ "file-in-own", "a file in its folder", finds_name, leaves_file, "/initproof/own/mark", 0 },
	{ "file-in-tmp", "a file in /tmp", finds_name, leaves_file, "/tmp/mark", 0 },
	{ "file-in-shm", "a file in /dev/shm", finds_name, leaves_file, "/dev/shm/mark", 0 },
	{ "file-in-dev", "a file in /dev", finds_name, leaves_file, "/dev/mark", 0 },
	{ "file-in-etc", "a file in /etc", finds_name, leaves_file, "/etc/mark", 0 },
	{ "hidden-file", "a hidden file", finds_name, leaves_file, "/tmp/.mark", 0 },
	{ "false-core", "a file that is called as a core", finds_name, leaves_file, "/initproof/own/core.mark", 0 },
	{ "false-core-in-tmp", "the same in /tmp", finds_name, leaves_file, "/tmp/core", 0 },
	{ "core-directory", "a directory that is called as a core", finds_name, leaves_directory, "/core.mark", 0 },
	{ "directory-in-root", "a directory in /", finds_name, leaves_directory, "/mark", 0 },
	{ "directory-in-tmp", "a directory in /tmp", finds_name, leaves_directory, "/tmp/mark", 0 },
	{ "deleted-directory", "the directory that a scenario removes", finds_name, leaves_directory, "/initproof/own/deleted", 0 },
	{ "link-in-root", "a link in /", finds_name, leaves_link, "/mark", 0 },
	{ "link-in-own", "a link in its folder", finds_name, leaves_link, "/initproof/own/mark", 0 },
	{ "second-name", "a second name of /bin", finds_name, leaves_second_name, "/mark", 0 },
	{ "fifo", "a FIFO", finds_name, leaves_fifo, "/tmp/mark", 0 },
	{ "socket", "a socket", finds_name, leaves_socket, "/dev/shm/mark", 0 },
	{ "mode-of-root", "chmod of /", finds_mode, leaves_mode, "/", 0711 },
	{ "mode-of-own", "chmod of its folder", finds_mode, leaves_mode, "/initproof/own", 0700 },
	{ "mode-of-tmp", "chmod of /tmp", finds_mode, leaves_mode, "/tmp", 0700 },
	{ "mode-of-shm", "chmod of /dev/shm", finds_mode, leaves_mode, "/dev/shm", 0700 },
	{ "mode-of-pts", "chmod of /dev/pts", finds_mode, leaves_mode, "/dev/pts", 0700 },
	{ "mode-of-ptmx", "chmod of /dev/pts/ptmx", finds_mode, leaves_mode, "/dev/pts/ptmx", 0600 },
	{ "mode-of-null", "chmod of /dev/null", finds_mode, leaves_mode, "/dev/null", 0600 },
	{ "owner-of-tmp", "chown of /tmp", finds_owner, leaves_owner, "/tmp", 7 },
	{ "owner-of-link", "chown of /bin itself", finds_owner, leaves_owner, "/bin", 7 },
	{ "times-of-root", "times of /", finds_times, leaves_times, "/", 0 },
	{ "times-of-own", "times of its folder", finds_times, leaves_times, "/initproof/own", 0 },
	{ "times-of-tmp", "times of /tmp", finds_times, leaves_times, "/tmp", 0 },
	{ "times-of-shm", "times of /dev/shm", finds_times, leaves_times, "/dev/shm", 0 },
	{ "times-of-link", "times of /bin itself", finds_times, leaves_times, "/bin", 0 },
	{ "attribute-of-root", "an attribute of /", finds_attribute, leaves_attribute, "/", 0 },
	{ "attribute-of-own", "an attribute of its folder", finds_attribute, leaves_attribute, "/initproof/own", 0 },
	{ "attribute-of-tmp", "an attribute of /tmp", finds_attribute, leaves_attribute, "/tmp", 0 },
	{ "attribute-of-shm", "an attribute of /dev/shm", finds_attribute, leaves_attribute, "/dev/shm", 0 },
	{ "access-list-of-own", "an access list of its folder", finds_access_list, leaves_access_list, "/initproof/own", 0 },
	{ "flags-of-tmp", "inode flags of /tmp", finds_flags, leaves_flags, "/tmp", 0 },
	{ "flags-of-own", "inode flags of its folder", finds_flags, leaves_flags, "/initproof/own", 0 },
	{ "link-replaced", "another /bin", finds_other_link, replaces_link, "usr/bin", 0 },
	{ "link-removed", "no /bin", finds_other_link, removes_link, "usr/bin", 0 },
	{ "link-renamed", "/bin under another name", finds_other_link, renames_link, "usr/bin", 0 },
	{ "links-swapped", "/bin for /lib", finds_other_link, swaps_links, "usr/bin", 0 },
	{ "shared-memory", "SysV shared memory", finds_memory, leaves_memory, NULL, KEY },
	{ "semaphore", "a SysV semaphore", finds_semaphore, leaves_semaphore, NULL, KEY },
	{ "messages", "a SysV message queue", finds_messages, leaves_messages, NULL, KEY },
	{ "queue", "a POSIX message queue", finds_queue, leaves_queue, "/mark", 0 },
	{ "nonblocking-0", "O_NONBLOCK on stdin", finds_status_flag, leaves_status_flag, NULL, 0 },
	{ "nonblocking-1", "O_NONBLOCK on stdout", finds_status_flag, leaves_status_flag, NULL, 1 },
	{ "nonblocking-2", "O_NONBLOCK on stderr", finds_status_flag, leaves_status_flag, NULL, 2 },
	{ "no-append-1", "no O_APPEND on stdout", finds_no_append, leaves_no_append, NULL, 1 },
	{ "offset-1", "lseek of stdout", finds_offset, leaves_offset, NULL, 1 },
	{ "offset-2", "lseek of stderr", finds_offset, leaves_offset, NULL, 2 },
	{ "lock-0", "flock of stdin, which is the host's /dev/null", finds_lock, leaves_lock, NULL, 0 },
	{ "lock-1", "flock of stdout", finds_lock, leaves_lock, NULL, 1 },
	{ "part-lock-0", "a lock of a part of stdin", finds_part_lock, leaves_part_lock, NULL, 0 },
	{ "part-lock-1", "a lock of a part of stdout", finds_part_lock, leaves_part_lock, NULL, 1 },
	{ "signal-of-0", "F_SETSIG of stdin", finds_signal, leaves_signal, NULL, 0 },
	{ "signal-of-1", "F_SETSIG of stdout", finds_signal, leaves_signal, NULL, 1 },
	{ "mode-of-1", "fchmod of stdout", finds_descriptor_mode, leaves_descriptor_mode, NULL, 1 },
	{ "mode-of-2", "fchmod of stderr", finds_descriptor_mode, leaves_descriptor_mode, NULL, 2 },
	{ "attribute-of-1", "an attribute of stdout", finds_descriptor_attribute, leaves_descriptor_attribute, NULL, 1 },
	{ "times-of-1", "the time of access of stdout", finds_descriptor_times, leaves_descriptor_times, NULL, 1 },
	{ "hint-of-1", "F_SET_RW_HINT of stdout", finds_hint, leaves_hint, NULL, 1 },
	{ "flags-of-1", "inode flags of stdout", finds_descriptor_flags, leaves_descriptor_flags, NULL, 1 },
	{ "no-room-1", "room that stdout takes beyond its end", finds_no_room, leaves_no_room, NULL, 1 },
	{ "size-of-2", "a size of stderr", finds_size, leaves_size, NULL, 2 },
	{ "variable", "a variable, for what is cloned later", finds_variable, leaves_variable, NULL, 0 },
	{ "shared-variable", "memory that was made shared in a constructor", finds_shared, leaves_shared, NULL, 1 },
	{ "process", "a process that is started from main", finds_process, leaves_process, NAME, 0 },
	{ "early-process", "a process that is started in a constructor", finds_process, leaves_process, NAME, 1 },
};

/* Left at the entry (entry.c), and called so; not among the others, which are left from main. */
static const struct mark at_entry = { "entry", "a process that the first instructions have made", finds_process, NULL, "entry", 0 };

#define COUNT (sizeof marks / sizeof *marks)

/* What has to be made in the constructor: `number` says so of two. */
void mark_before(const char *name)
{
	if (strcmp(name, "early-process") == 0)
		leaves_process(&marks[COUNT - 1]);
	if (strcmp(name, "shared-variable") == 0)
		shared_mark = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* What is not found is said on stderr: what is on stdout is taken from there after the run, and with it what was left of that. */
static void be_marked(const struct mark *mark)
{
	errno = 0;
	if (mark->find(mark) >= 0)
		say(mark->name, 0);
	else
		dprintf(2, "%s %s\n", mark->name, strerrorname_np(errno));
	if (mark->leave)
		mark->leave(mark);
	start_command();
	sleep_for_ever();
}

/* Looks for the mark, says what it has found, leaves it, and goes on as an init. NULL: lists all. */
void run_mark(const char *name)
{
	if (name && strcmp(name, at_entry.name) == 0)
		be_marked(&at_entry);
	if (!name)
		printf("marks\t0\t%s\t%s\n", at_entry.name, at_entry.what);
	for (size_t i = 0; i < COUNT; i++)
		if (!name)
			printf("marks\t0\t%s\t%s\n", marks[i].name, marks[i].what);
		else if (strcmp(name, marks[i].name) == 0) {
			be_marked(&marks[i]);
		}
}
