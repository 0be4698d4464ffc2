/* The root of a world: built in a mount namespace of its own, of what all worlds show and of what its target has alone. */
#include "world.h"
#include "root.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#define WORLD "/world"
/* What inits write: to /, for cores; and to their folder, /tmp and /dev/shm in all, as much as a container has of /dev/shm four times. */
#define ROOT_SIZE "size=16777216,nr_inodes=1024,mode=755"
#define WORK_SIZE "size=268435456,nr_inodes=65536,mode=755"

static int own_mounts;
static const struct sandbox *the_sandbox;

/* Told by container runtimes to hide (moby: oci/defaults.go, MaskedPaths); the host's keys, processors and timers are in them. */
static const char *const masked[] = {
	"acpi", "asound", "interrupts", "kcore", "key-users", "keys", "kmsg", "latency_stats", "sched_debug", "scsi", "timer_list", NULL,
};

static const struct { const char *path; mode_t mode; } writable[PLACES] = {
	[PLACE_ROOT] = { "/", 0755 }, [PLACE_OWN] = { "/initproof/own", 0755 }, [PLACE_TMP] = { "/tmp", 01777 }, [PLACE_SHM] = { "/dev/shm", 01777 },
};

/* Shows `from` at `to` below WORLD, with all that is mounted there. */
static void bind(const char *from, const char *to)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, WORLD "%s", to);
	need(mount(from, path, NULL, MS_BIND | MS_REC, NULL), "cannot build a world");
}

static void make_place(const char *path, mode_t mode)
{
	need(mkdir(path, 0755) < 0 && errno != EEXIST ? -1 : chmod(path, mode), "cannot build a world");
}

/* Makes a link of what all worlds show again, and remembers which it is. */
static void copy_link(struct world *world, const char *name, const char *to, const char *place)
{
	need(symlink(to, place), "cannot build a world");
	need(world->link_count < MAX_LINKS && strlen(name) < sizeof world->links->name ? 0 : -1, "cannot build a world: too many links in /");
	strcpy(world->links[world->link_count].name, name);
	need(lstat(place, &world->links[world->link_count++].as_new), "cannot build a world");
}

/* The root itself is new; all that is in it is a mount of what all worlds show, which nobody can write, or a link. */
static void show_all(struct world *world)
{
	DIR *shown = opendir(SHOWN);
	struct dirent *entry;
	char from[PATH_MAX], to[PATH_MAX], link[PATH_MAX];

	need(shown ? 0 : -1, "cannot build a world");
	while ((entry = readdir(shown))) {
		ssize_t size;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(from, sizeof from, SHOWN "/%s", entry->d_name);
		snprintf(to, sizeof to, WORLD "/%s", entry->d_name);
		if ((size = readlink(from, link, sizeof link - 1)) > 0) {
			link[size] = 0;
			copy_link(world, entry->d_name, link, to);
			continue;
		}
		make_place(to, 0755);
		need(mount(from, to, NULL, MS_BIND | MS_REC, NULL), "cannot build a world");
	}
	closedir(shown);
}

/* A copy for the init to write to, at `path`, of the file or directory at `from`. */
static void copy_asked(const char *from, const char *path, mode_t kind)
{
	int source = open(from, O_RDONLY | O_CLOEXEC), copy;

	need(source, "cannot read what a target asks for");
	if (S_ISDIR(kind))
		make_place(path, 0755);
	copy = open(path, S_ISDIR(kind) ? O_RDONLY | O_DIRECTORY | O_CLOEXEC : O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
	need(copy, "cannot build a world");
	copy_tree(source, copy);
}

/* What the target asks for beside, in its order, and its init: that is a copy, and lies over what is at its own place. */
static void show_own(const struct world *world)
{
	const struct target *target = &the_sandbox->targets[world->binary];
	char from[64], to[64], init[PATH_MAX];

	for (int i = 0; i < target->asked; i++) {
		const struct asked *asked = &the_sandbox->asked[target->first_asked + i];

		snprintf(from, sizeof from, ASKED "/%d", target->first_asked + i);
		snprintf(to, sizeof to, WORLD "/tmp/copy-%d", i);
		if (asked->copied)
			copy_asked(from, to, asked->kind);
		bind(asked->copied ? to : from, asked->at);
	}
	snprintf(from, sizeof from, INITS "/%d", world->binary);
	snprintf(to, sizeof to, "/initproof/bin/%d", world->binary);
	bind(from, to);
	snprintf(init, sizeof init, INITS "/%d/%s", world->binary, target->source.name);
	if (target->own_place)
		bind(init, target->own_place);
}

/* Where inits can write: folders of one file system, so that one number bounds them, with the copies that `show_own` makes. */
static void make_work(const struct world *world)
{
	need(mount("work", WORLD "/tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOATIME, WORK_SIZE), "cannot build a world");
	make_place(WORLD "/tmp/own", writable[PLACE_OWN].mode);
	make_place(WORLD "/tmp/tmp", writable[PLACE_TMP].mode);
	make_place(WORLD "/tmp/shm", writable[PLACE_SHM].mode);
	show_own(world);
	bind(WORLD "/tmp/own", "/initproof/own");
	bind(WORLD "/tmp/shm", "/dev/shm");
	bind(WORLD "/tmp/tmp", "/tmp");
}

/*
 * Read-only: an init could write the memory of main through /proc/PID/mem, in the moment between main's exec and its first instructions
 * (actor/begin.c).
 */
static void show_proc(void)
{
	struct stat file;
	char path[64];

	need(mount("proc", WORLD "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL),
	     "cannot mount /proc (in a container: start it with --security-opt systempaths=unconfined)");
	for (int i = 0; masked[i]; i++) {
		snprintf(path, sizeof path, WORLD "/proc/%s", masked[i]);
		if (lstat(path, &file) == 0)
			need(mount(S_ISDIR(file.st_mode) ? SHOWN "/initproof/directory" : SHOWN "/dev/null", path, NULL, MS_BIND, NULL),
			     "cannot hide a file of /proc");
	}
	make_read_only(WORLD "/proc", 1);
}

/* The calling thread's root is the world's from here on, and the executor's is not there any more. */
static void leave_executors_root(void)
{
	need(chdir(WORLD), "cannot enter a world");
	need((int)syscall(SYS_pivot_root, ".", "."), "cannot change the root");
	need(umount2(".", MNT_DETACH), "cannot leave the executor's root");
}

/* Builds the root of the world ARGUMENT in a mount namespace of its own, in which nothing of the executor's is left. In the builder. */
void world_build(void *argument)
{
	struct world *world = argument;

	need(unshare(CLONE_NEWNS), "cannot make a mount namespace");
	need(mount("world", WORLD, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOATIME, ROOT_SIZE), "cannot build a world");
	world->link_count = 0;
	show_all(world);
	make_place(WORLD "/tmp", 0755);
	make_work(world);
	make_place(WORLD "/proc", 0755);
	if (world->has_proc)
		show_proc();
	else
		bind(SHOWN "/initproof/directory", "/proc");
	leave_executors_root();
	for (int i = 0; i < PLACES; i++) {
		world->places[i].fd = kept(open(writable[i].path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
		places_watch(writable[i].path);
	}
	places_note(world);
	/* The calling thread's: that of the others is another one. */
	world->mounts = kept(openat(the_sandbox->proc, "thread-self/ns/mnt", O_RDONLY | O_CLOEXEC));
	need(setns(own_mounts, CLONE_NEWNS), "cannot go back to the executor's root");
}

/* To be called once, in the executor's own root, before any world is built. */
void world_build_open(const struct sandbox *sandbox)
{
	the_sandbox = sandbox;
	own_mounts = kept(open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC));
	need(mkdir(WORLD, 0755), "cannot make a directory");
}
