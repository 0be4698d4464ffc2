/*
 * The descriptors that every init gets as 0, 1 and 2. The executor has them as its own, so that nothing has to be done for each run; and
 * since inits share what lies behind them with those after them (open(2), "open file description"), they are looked at after each run, and
 * opened anew where an init has left anything in them.
 */
#include "executor.h"
#include "root.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <linux/fs.h>

/* How the three are opened. What an init writes to 1 and 2 is appended, as it is to a log. */
static const struct { const char *path; int flags; } files[3] = {
	{ "/dev/null", O_RDWR }, { WRITTEN "/stdout", O_CREAT | O_RDWR | O_APPEND }, { WRITTEN "/stderr", O_CREAT | O_RDWR | O_APPEND },
};

static int flags[3];

/* Opens one of them. A file is new each time: the one before it may have been made unreadable by its name in /proc/self/fd. */
static struct stat open_one(int number)
{
	struct stat file;
	int low;

	if (files[number].flags & O_CREAT)
		unlink(files[number].path);
	low = open(files[number].path, files[number].flags | O_CLOEXEC, 0644);
	need(low, "cannot open a file of the sandbox");
	need(dup2(low, number), "cannot set a standard descriptor");
	if (low != number)
		close(low);
	need(fstat(number, &file), "cannot look at a descriptor");
	flags[number] = fcntl(number, F_GETFL);
	return file;
}

static void open_all(struct sandbox *sandbox)
{
	struct stat file = open_one(0);

	sandbox->null_dev = file.st_dev;
	sandbox->null_ino = file.st_ino;
	sandbox->out_ino = open_one(1).st_ino;
	file = open_one(2);
	sandbox->err_ino = file.st_ino;
	sandbox->device = file.st_dev;
}

/* Opens all. What the executor itself has to say goes on where Node reads it. */
void standard_open(struct sandbox *sandbox)
{
	stderr = fdopen(fcntl(2, F_DUPFD_CLOEXEC, FIRST_OWN_FD), "w");
	setvbuf(stderr, NULL, _IONBF, 0);
	open_all(sandbox);
}

/* Whether its file has the mode, the owner and the flags that it was made with, and no attributes. Its times are made so. */
static int has_own_marks(int number, const struct stat *file)
{
	static const struct timespec none[2];
	int marks = 0;

	if (ioctl(number, FS_IOC_GETFLAGS, &marks) == 0 && marks)
		return 0;
	return file->st_mode == (S_IFREG | 0644) && file->st_uid == 0 && file->st_gid == 0 && flistxattr(number, NULL, 0) <= 0 &&
	       futimens(number, none) == 0;
}

/* Whether its file is as it was made, and empty: what its time of change says first, which nobody can set. */
static int has_own_file(int number)
{
	static struct timespec changed[3];
	uint64_t hint = 0;
	struct stat file;

	if (fstat(number, &file) < 0 || file.st_size != 0 || file.st_blocks != 0 || (fcntl(number, F_GET_RW_HINT, &hint) == 0 && hint))
		return 0;
	if (file.st_ctim.tv_sec == changed[number].tv_sec && file.st_ctim.tv_nsec == changed[number].tv_nsec)
		return 1;
	if (!has_own_marks(number, &file) || fstat(number, &file) < 0)
		return 0;
	changed[number] = file.st_ctim;
	return 1;
}

/* Lets go of what an init may have locked by the descriptor, and of what it has said of how it reads. None of these can be asked for. */
static void let_go_of(int number)
{
	struct flock all = { .l_type = F_UNLCK, .l_whence = SEEK_SET };

	flock(number, LOCK_UN);
	fcntl(number, F_OFD_SETLK, &all);
	posix_fadvise(number, 0, 0, POSIX_FADV_NORMAL);
}

/* Whether the next init finds the descriptor as the first one did: flags, owner and signal (fcntl(2), F_SETOWN), place; and its file. */
static int is_as_new(int number)
{
	struct f_owner_ex owner = { 0 };

	let_go_of(number);
	if (fcntl(number, F_GETFL) != flags[number] || fcntl(number, F_GETSIG) != 0 || fcntl(number, F_GETLEASE) != F_UNLCK ||
	    fcntl(number, F_GETOWN_EX, &owner) < 0 || owner.pid != 0)
		return 0;
	return number == 0 || (lseek(number, 0, SEEK_SET) == 0 && has_own_file(number));
}

/* After a run, when what was written has been taken. Whether they had to be opened anew: zygotes still have the ones before. */
int standard_refresh(struct sandbox *sandbox)
{
	if (is_as_new(0) && is_as_new(1) && is_as_new(2))
		return 0;
	open_all(sandbox);
	return 1;
}

/* Moves a descriptor to a number that is closed after the run, and above all that a scenario names. */
static int for_this_run(int low, int number)
{
	need(low < 0 ? -1 : fcntl(low, F_SETFD, FD_CLOEXEC) | dup3(low, number, O_CLOEXEC), "cannot open a file of the sandbox");
	close(low);
	return number;
}

/* What further descriptors of the init are opened as, for one run: a file that no other run has. Its inode tells it. */
static void open_extra(struct sandbox *sandbox)
{
	struct stat file;

	unlink(WRITTEN "/extra");
	sandbox->extra = for_this_run(open(WRITTEN "/extra", O_CREAT | O_RDWR | O_CLOEXEC, 0644), FIRST_OWN_FD - 1);
	need(fstat(sandbox->extra, &file), "cannot look at a descriptor");
	sandbox->extra_ino = file.st_ino;
}

/* A pipe without room, whose other end nobody reads, for one run. */
static void open_full(struct sandbox *sandbox)
{
	static const char bytes[4096];
	struct stat file;
	int ends[2];

	need(pipe2(ends, O_CLOEXEC | O_NONBLOCK), "cannot make a pipe");
	for_this_run(ends[0], FIRST_OWN_FD - 2);
	sandbox->full = for_this_run(ends[1], FIRST_OWN_FD - 3);
	while (write(sandbox->full, bytes, sizeof bytes) > 0)
		;
	need(fcntl(sandbox->full, F_SETFL, 0), "cannot fill a pipe");
	need(fstat(sandbox->full, &file), "cannot look at a pipe");
	sandbox->full_dev = file.st_dev;
	sandbox->full_ino = file.st_ino;
}

/* Opens what else the launch of a run names; what is closed after it. */
void standard_add(struct sandbox *sandbox, int extra, int full)
{
	if (extra)
		open_extra(sandbox);
	if (full)
		open_full(sandbox);
}
