/*
 * The memory of a run. It is looked at while the run goes on: what bounds it everywhere, limits of a process, knows neither its children
 * nor shared memory. What a run takes between two looks the control group of the executor bounds, where it has one (cgroup.c); and a tree
 * is what the kernel ends first (spawn.c: expendable_from_here).
 */
#include "world.h"
#include "cgroup.h"

/* Longest time between two looks while a run goes on, ms: one costs 50 µs, and a CPU fills 25 MiB in it. */
#define LOOK_MS 10
/* What a run may use, bytes: an init takes one MiB, one written in Node or Java with its command some hundred. */
#define RUN_LIMIT (512ULL << 20)
/*
 * What the machine must have left, bytes; a sixteenth of it where that is less. Memory that belongs to no process (pipes, sockets, files
 * without a name) shows only there. A run that has taken next to nothing is not to blame.
 */
#define MACHINE_FLOOR (512ULL << 20)
#define BLAMELESS (32ULL << 20)

/* Of the process: what it shares with nobody, bytes. Mapped files and shared memory are counted where they are. */
static uint64_t own_memory(pid_t pid)
{
	char text[128], *at;
	int fd = open_proc(pid, "statm");
	unsigned long resident, shared;

	read_proc(fd, text, sizeof text);
	if (fd >= 0)
		close(fd);
	strtoul(text, &at, 10);
	resident = strtoul(at, &at, 10);
	shared = strtoul(at, NULL, 10);
	return resident > shared ? (resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

/* Of all processes of the run, less actors: their memory is the executor's. */
static uint64_t process_memory(const struct run *run)
{
	uint64_t bytes = 0;
	DIR *walk = NULL;

	for (pid_t pid; (pid = next_process(&walk));)
		if (pid == run->init || !is_known(run, pid))
			bytes += own_memory(pid);
	return bytes;
}

/* A field of /proc/meminfo, bytes. */
static uint64_t field_of(const char *meminfo, const char *field)
{
	const char *at = strstr(meminfo, field);

	return at ? strtoull(at + strlen(field), NULL, 10) * 1024 : 0;
}

static void read_meminfo(char *text, size_t room)
{
	static int meminfo = -1;

	if (meminfo < 0)
		meminfo = open_meminfo();
	read_proc(meminfo, text, room);
}

/*
 * Files and shared memory: those that have a place, or, where that is more, by how much the machine has more of them than at the first
 * look. Files without a name (memfd_create(2)) are in nobody's count.
 */
static uint64_t shared_memory(struct run *run, const char *meminfo)
{
	uint64_t placed = places_memory(run->world) + ipc_memory(), all = field_of(meminfo, "Shmem:");

	if (!run->shared_before)
		run->shared_before = all > placed ? all - placed : 1;
	return all > run->shared_before + placed ? all - run->shared_before : placed;
}

static int machine_is_short(const char *meminfo)
{
	uint64_t part = field_of(meminfo, "MemTotal:") / 16;

	return field_of(meminfo, "MemAvailable:") < (part < MACHINE_FLOOR ? part : MACHINE_FLOOR);
}

/* A number in a file of the control group: after the field, or, without one, at its start. */
static uint64_t group_number(int fd, const char *field)
{
	char text[512];
	ssize_t size = pread(fd, text, sizeof text - 1, 0);
	const char *at;

	text[size > 0 ? size : 0] = 0;
	at = field ? strstr(text, field) : text;
	return at ? strtoull(at + (field ? strlen(field) : 0), NULL, 10) : 0;
}

/* By how much the executor's group uses more than at the first look. */
static uint64_t group_memory(struct run *run)
{
	uint64_t all = group_number(run->sandbox->cgroup_usage, NULL);

	if (!run->group_before)
		run->group_before = all ? all : 1;
	return all > run->group_before ? all - run->group_before : 0;
}

static uint64_t used_memory(struct run *run, const char *meminfo)
{
	if (run->sandbox->cgroup != CGROUP_NONE)
		return group_memory(run);
	return process_memory(run) + shared_memory(run, meminfo);
}

/* How many processes of the group the kernel has ended for want of memory, as last seen. */
static uint64_t kills_seen;

/* A process that the kernel has ended was not ended by the init: sets the bound. */
static void look_for_kills(struct run *run)
{
	uint64_t now = group_number(run->sandbox->cgroup_events, "oom_kill ");

	if (now != kills_seen)
		run->bound = BOUND_MEMORY;
	kills_seen = now;
}

/* Sets the bound of a run of which the kernel has ended somebody. To be called at its end too, before its processes are killed. */
void memory_conclude(struct run *run)
{
	if (run->sandbox->cgroup != CGROUP_NONE)
		look_for_kills(run);
}

/* Looks whether the run uses more than it may, if the last look is some time ago; sets its bound. */
void memory_look(struct run *run)
{
	char meminfo[2048];
	uint64_t used;

	if (now_ns() - run->memory_looked_ns < LOOK_MS * 1000000ULL || run->bound != BOUND_NONE)
		return;
	read_meminfo(meminfo, sizeof meminfo);
	used = used_memory(run, meminfo);
	if (used > RUN_LIMIT || (used > BLAMELESS && machine_is_short(meminfo)))
		run->bound = BOUND_MEMORY;
	memory_conclude(run);
	run->memory_looked_ns = now_ns();
}
