/*
 * Worlds: made when the first init of a target is run, kept, and made anew once an init has left something in one. Building one takes a
 * millisecond, which a run does not pay; what it pays is a look at the places where an init can write.
 */
#include "world.h"
#include "filter.h"
#include "root.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <linux/capability.h>

/* Kept at once: a comparison has half a dozen targets, and each world takes two threads and eight descriptors. */
#define WORLDS 16
#define WORLD "/world"
/* What inits write: to /, for cores; and to their folder, /tmp and /dev/shm in all, as much as a container has of /dev/shm four times. */
#define ROOT_SIZE "size=16777216,nr_inodes=1024,mode=755"
#define WORK_SIZE "size=268435456,nr_inodes=65536,mode=755"

static struct world worlds[WORLDS];
/* The thread that builds worlds, and that starts their threads: with the scheduling class of those. */
static struct helper builder;
static int own_mounts;
static const struct sandbox *the_sandbox;

/* Told by container runtimes to hide (moby: oci/defaults.go, MaskedPaths); the host's keys, processors and timers are in them. */
static const char *const masked[] = {
	"acpi", "asound", "interrupts", "kcore", "key-users", "keys", "kmsg", "latency_stats", "sched_debug", "scsi", "timer_list", NULL,
};

static const struct { const char *path; mode_t mode; } writable[PLACES] = {
	[PLACE_ROOT] = { "/", 0755 }, [PLACE_OWN] = { "/initproof/own", 0755 }, [PLACE_TMP] = { "/tmp", 01777 }, [PLACE_SHM] = { "/dev/shm", 01777 },
};

static int kept(int low)
{
	int high = low < 0 ? -1 : fcntl(low, F_DUPFD_CLOEXEC, FIRST_OWN_FD);

	need(high, "cannot open a part of a world");
	close(low);
	return high;
}

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

/* The init of the target, and what that asks for beside. */
static void show_own(const struct world *world)
{
	const struct target *target = &the_sandbox->targets[world->binary];
	char from[64], to[64];

	snprintf(from, sizeof from, INITS "/%d", world->binary);
	snprintf(to, sizeof to, "/initproof/bin/%d", world->binary);
	bind(from, to);
	for (int i = 0; i < target->asked; i++) {
		snprintf(from, sizeof from, ASKED "/%d", target->first_asked + i);
		bind(from, the_sandbox->asked[target->first_asked + i]);
	}
}

/* Where inits can write: folders of one file system, so that one number bounds them. */
static void make_work(void)
{
	need(mount("work", WORLD "/tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOATIME, WORK_SIZE), "cannot build a world");
	make_place(WORLD "/tmp/own", writable[PLACE_OWN].mode);
	make_place(WORLD "/tmp/tmp", writable[PLACE_TMP].mode);
	make_place(WORLD "/tmp/shm", writable[PLACE_SHM].mode);
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

/* Builds the root of the world in a mount namespace of its own, in which nothing of the executor's is left. */
static void build(void *argument)
{
	struct world *world = argument;

	need(unshare(CLONE_NEWNS), "cannot make a mount namespace");
	need(mount("world", WORLD, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOATIME, ROOT_SIZE), "cannot build a world");
	world->link_count = 0;
	show_all(world);
	show_own(world);
	make_place(WORLD "/tmp", 0755);
	make_work();
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

static void join(void *argument)
{
	const struct world *world = argument;

	need(setns(world->mounts, CLONE_NEWNS), "cannot enter a world");
	ipc_join();
}

/* In a thread that has just begun: its own root and directory, the world's, and the filter, for good. */
static int settle_in(const struct world *world)
{
	int listener;

	need(unshare(CLONE_FS), "cannot have a root of one's own");
	join((void *)world);
	listener = filter_install();
	need(listener, "cannot filter system calls (seccomp(2) with a listener: Linux 5.14, and no filter around us that listens)");
	return kept(listener);
}

static void begin_spawner(void *argument)
{
	struct world *world = argument;

	world->listeners[0] = settle_in(world);
	need(prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN), "cannot drop a capability");
	need(filter_complete(), "cannot filter system calls");
}

static void begin_tracer(void *argument)
{
	struct world *world = argument;

	world->listeners[1] = settle_in(world);
}

static void start_helper(void *helper)
{
	helper_start(helper);
}

static void close_places(struct world *world)
{
	for (int i = 0; i < PLACES; i++)
		close(world->places[i].fd);
	close(world->mounts);
}

/* Has the threads of the world in its namespaces as they are now, once the zygotes are gone that are still in those before. */
static void move_threads(struct world *world)
{
	zygotes_discard(world);
	helper_call(&world->spawner, join, world);
	if (world->listeners[1] >= 0)
		helper_call(&world->tracer, join, world);
	world->ipc = ipc_generation();
}

/* What was left in it goes with its mounts. */
static void rebuild(struct world *world)
{
	close_places(world);
	helper_call(&builder, build, world);
	move_threads(world);
	world->spoilt = 0;
}

static void end(struct world *world)
{
	zygotes_discard(world);
	close_places(world);
	helper_call(&world->spawner, NULL, NULL);
	close(world->listeners[0]);
	if (world->listeners[1] >= 0) {
		helper_call(&world->tracer, NULL, NULL);
		close(world->listeners[1]);
	}
	world->used = 0;
}

static struct world *make_room(void)
{
	struct world *oldest = &worlds[0];

	for (int i = 0; i < WORLDS; i++) {
		if (!worlds[i].used)
			return &worlds[i];
		if (worlds[i].asked_for < oldest->asked_for)
			oldest = &worlds[i];
	}
	end(oldest);
	return oldest;
}

static struct world *make(int binary, int has_proc)
{
	struct world *world = make_room();

	*world = (struct world){ .used = 1, .binary = binary, .has_proc = has_proc, .listeners = { -1, -1 }, .ipc = ipc_generation() };
	helper_call(&builder, build, world);
	helper_call(&builder, start_helper, &world->spawner);
	helper_call(&world->spawner, begin_spawner, world);
	gate_listen(world->listeners[0]);
	return world;
}

static struct world *find(int binary, int has_proc)
{
	for (int i = 0; i < WORLDS; i++)
		if (worlds[i].used && worlds[i].binary == binary && worlds[i].has_proc == has_proc)
			return &worlds[i];
	return make(binary, has_proc);
}

/* The world of a target, with a /proc or without. Ends the executor where there can be none. */
struct world *world_of(int binary, int has_proc)
{
	struct world *world = find(binary, has_proc);

	world->asked_for = now_ns();
	return world;
}

/*
 * After a run: makes all worlds as new. At once, and not when they are next asked for: what was left in one, or in an IPC namespace that threads
 * of others are in, takes memory until then.
 */
void worlds_refresh(void)
{
	for (int i = 0; i < WORLDS; i++) {
		if (!worlds[i].used)
			continue;
		if (worlds[i].spoilt)
			rebuild(&worlds[i]);
		else if (worlds[i].ipc != ipc_generation())
			move_threads(&worlds[i]);
	}
}

/* The thread of a world that may trace, started when it is first needed. */
struct helper *world_tracer(struct world *world)
{
	if (world->listeners[1] >= 0)
		return &world->tracer;
	helper_call(&builder, start_helper, &world->tracer);
	helper_call(&world->tracer, begin_tracer, world);
	gate_listen(world->listeners[1]);
	return &world->tracer;
}

static void begin_builder(void *unused)
{
	(void)unused;
	need(unshare(CLONE_FS), "cannot have a root of one's own");
}

/*
 * Starts the builder, with the scheduling class of the caller. From here on nobody can make a user namespace in any world: clone3(2) tells
 * a filter nothing of its flags.
 */
void worlds_start(const struct sandbox *sandbox)
{
	static const char none[] = "0";
	int fd = openat(sandbox->proc, "sys/user/max_user_namespaces", O_WRONLY | O_CLOEXEC);

	need(fd < 0 ? -1 : (int)write(fd, none, 1), "cannot forbid user namespaces in the sandbox");
	close(fd);
	filter_compile();
	the_sandbox = sandbox;
	own_mounts = kept(open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC));
	need(mkdir(WORLD, 0755), "cannot make a directory");
	helper_start(&builder);
	helper_call(&builder, begin_builder, NULL);
}
