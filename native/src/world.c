/*
 * Worlds: made when the first init of a target is run, kept, and made anew once an init has left something in one. Building one takes a
 * millisecond, which a run does not pay; what it pays is a look at the places where an init can write.
 */
#include "world.h"
#include "filter.h"
#include "root.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <linux/capability.h>

/* Kept at once: a comparison has half a dozen targets, and each world takes two threads and eight descriptors. */
#define WORLDS 16

static struct world worlds[WORLDS];
/* The thread that builds worlds, and that starts their threads: with the scheduling class of those. */
static struct helper builder;

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
	helper_call(&builder, world_build, world);
	move_threads(world);
	world->spoilt = 0;
}

/* Ends a thread of a world, the last that has its filter. */
static void end_helper(struct helper *helper, int listener)
{
	gate_leave(listener);
	helper_call(helper, NULL, NULL);
	close(listener);
}

static void end(struct world *world)
{
	zygotes_discard(world);
	close_places(world);
	end_helper(&world->spawner, world->listeners[0]);
	if (world->listeners[1] >= 0)
		end_helper(&world->tracer, world->listeners[1]);
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
	helper_call(&builder, world_build, world);
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
 * After a run: makes all worlds as new. At once, and not when they are next asked for: what was left in one, or in an IPC namespace that
 * threads of others are in, takes memory until then.
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
	world_build_open(sandbox);
	helper_start(&builder);
	helper_call(&builder, begin_builder, NULL);
}
