/*
 * Whether an init has left anything where it can write. The kernel tells of every change there (inotify(7)); only where it has, all that is
 * there is looked through. Cores, which the kernel has written for it, are removed.
 */
#include "world.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>
#include <linux/fs.h>

/* What is made, removed, renamed there, and marked: the places themselves, and what is in them. */
#define CHANGES (IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR)

/* One for all worlds: users have only 128 of them, and inits of one world alone run at a time. */
static int watches = -1;

/* Has the kernel tell of changes of the place at `path` of the calling thread's root. Ends the executor where it cannot. */
void places_watch(const char *path)
{
	if (watches < 0)
		watches = raised(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
	if (watches < 0 || inotify_add_watch(watches, path, CHANGES) < 0)
		die_errno(EXIT_MACHINE, "cannot watch a folder (sysctl fs.inotify.max_user_instances, fs.inotify.max_user_watches)");
}

/* Whether anything has changed in any place since the last time. */
static int has_changed(void)
{
	char events[4096];
	int changed = 0;

	while (read(watches, events, sizeof events) > 0)
		changed = 1;
	return changed;
}

static int same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static int same_owner(const struct stat *a, const struct stat *b)
{
	return a->st_mode == b->st_mode && a->st_uid == b->st_uid && a->st_gid == b->st_gid && a->st_nlink == b->st_nlink;
}

/* Neither more nor less is used of its file system than when it was new. */
static int same_usage(const struct place *place)
{
	struct statfs usage;

	return fstatfs(place->fd, &usage) == 0 && usage.f_bfree == place->usage.f_bfree && usage.f_ffree == place->usage.f_ffree;
}

/* A core file of the kernel's, removed. */
static int was_core(const struct place *place, const char *name)
{
	struct stat file;

	return strncmp(name, "core", 4) == 0 && fstatat(place->fd, name, &file, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(file.st_mode) &&
	       unlinkat(place->fd, name, 0) == 0;
}

/*
 * Whether what is there was there when the place was new. In / that are mounts, which nobody can remove, and links, each by its name; in
 * all others nothing.
 */
static int is_expected(const struct world *world, const struct place *place, const char *name)
{
	struct stat file;

	if (place != &world->places[PLACE_ROOT] || fstatat(place->fd, name, &file, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	if (S_ISDIR(file.st_mode))
		return file.st_dev != place->as_new.st_dev;
	for (int i = 0; i < world->link_count; i++)
		if (strcmp(world->links[i].name, name) == 0)
			return world->links[i].as_new.st_ino == file.st_ino && same_time(&world->links[i].as_new.st_ctim, &file.st_ctim);
	return 0;
}

/* No attributes, and no flags of the file system. */
static int is_unmarked(const struct place *place)
{
	int marks = 0;

	return flistxattr(place->fd, NULL, 0) <= 0 && (ioctl(place->fd, FS_IOC_GETFLAGS, &marks) < 0 || marks == 0);
}

/* Looks through the place. Returns whether it is as new. Its times, which a core has changed, are set back. */
static int is_as_new(struct world *world, struct place *place)
{
	int copy = openat(place->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), clean = 1;
	DIR *directory = copy < 0 ? NULL : fdopendir(copy);
	const struct timespec times[2] = { place->as_new.st_atim, place->as_new.st_mtim };
	struct dirent *entry;
	struct stat now;

	if (!directory)
		return 0;
	while (clean && (entry = readdir(directory)))
		clean = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || was_core(place, entry->d_name) ||
			is_expected(world, place, entry->d_name);
	closedir(directory);
	return clean && fstat(place->fd, &now) == 0 && same_owner(&now, &place->as_new) && is_unmarked(place) && futimens(place->fd, times) == 0;
}

/* Notes how the places are now, which is as new: what has made them so is no change. */
void places_note(struct world *world)
{
	for (int i = 0; i < PLACES; i++)
		if (fstat(world->places[i].fd, &world->places[i].as_new) < 0 || fstatfs(world->places[i].fd, &world->places[i].usage) < 0)
			die_errno(EXIT_HARNESS, "cannot look at a place of a world");
	has_changed();
}

/*
 * After a run: notes in the world whether the init has left anything in it. `touched`: the run itself may have changed a place, as a core
 * does; where it has not, a change is the init's.
 */
void places_inspect(struct world *world, int touched)
{
	int clean = touched;

	if (!has_changed())
		return;
	for (int i = 0; clean && i < PLACES; i++)
		clean = is_as_new(world, &world->places[i]);
	world->spoilt = !clean || !same_usage(&world->places[PLACE_ROOT]) || !same_usage(&world->places[PLACE_OWN]);
	/* What has been set right here is no change. */
	has_changed();
}

/* Bytes that are in its files. */
uint64_t places_memory(const struct world *world)
{
	uint64_t bytes = 0;

	for (int i = PLACE_ROOT; i <= PLACE_OWN; i++) {
		struct statfs now;

		if (fstatfs(world->places[i].fd, &now) == 0)
			bytes += (now.f_blocks - now.f_bfree) * (uint64_t)now.f_bsize;
	}
	return bytes;
}
