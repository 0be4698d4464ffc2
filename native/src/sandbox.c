/*
 * The worker's own world, in which no init ever is: a root on a tmpfs with what sandboxes show (root.c), copies of the inits, a /proc of
 * its PID namespace. Made once for each worker; see README.md.
 */
#include "executor.h"
#include "root.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <linux/capability.h>

/* Room for what inits write to their descriptors and for copies of the inits; one that floods its output meets ENOSPC. */
#define INITS_SIZE "size=268435456,mode=755"
#define WRITTEN_SIZE "size=67108864,mode=700"

/* Each target has a folder, which its own world alone shows. */
static void copy_inits(const struct sandbox *sandbox)
{
	char path[PATH_MAX];

	need(mkdir(ROOT INITS, 0755), "cannot make a directory");
	need(mount("inits", ROOT INITS, "tmpfs", MS_NOSUID | MS_NODEV, INITS_SIZE), "cannot mount a tmpfs");
	for (int i = 0; i < sandbox->target_count; i++) {
		struct target *target = &sandbox->targets[i];

		snprintf(path, sizeof path, ROOT INITS "/%d", i);
		need(mkdir(path, 0755), "cannot make a directory");
		snprintf(path, sizeof path, ROOT SHOWN "/initproof/bin/%d", i);
		need(mkdir(path, 0755), "cannot make a directory");
		snprintf(path, sizeof path, ROOT INITS "/%d/%s", i, target->source.name);
		copy_file(target->source.fd, path, 0755);
		close(target->source.fd);
		snprintf(path, sizeof path, "/initproof/bin/%d/%s", i, target->source.name);
		target->path = target->own_place ? target->own_place : strdup(path);
	}
	make_read_only(ROOT INITS, 0);
}

/* A script that execs the command, which is written for each run that has use for one (prepare.c). Inits cannot write it. */
static void show_command(void)
{
	static const char *const places[] = { ROOT WRITTEN "/command", ROOT SHOWN "/initproof/command" };

	for (int i = 0; i < 2; i++) {
		int fd = open(places[i], O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0755);

		need(fd, "cannot make a file in the sandbox");
		close(fd);
	}
	need(mount(places[0], places[1], NULL, MS_BIND, NULL), "cannot show the file of the command");
}

static void enter_root(struct sandbox *sandbox, const struct source *actor)
{
	need(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "cannot make the mounts private");
	sandbox->secret_is_kept = make_root(actor, sandbox);
	copy_inits(sandbox);
	need(mkdir(ROOT WRITTEN, 0700), "cannot make a directory");
	need(mount("written", ROOT WRITTEN, "tmpfs", MS_NOSUID | MS_NODEV, WRITTEN_SIZE), "cannot mount a tmpfs");
	show_command();
	make_read_only(ROOT SHOWN, 1);
	need(symlink("shown/dev", ROOT "/dev"), "cannot make a link");
	need(chdir(ROOT), "cannot enter the sandbox");
	need((int)syscall(SYS_pivot_root, ".", "."), "cannot change the root");
	need(umount2(".", MNT_DETACH), "cannot leave the host's root");
	need(chdir("/"), "cannot enter the sandbox");
	sandbox->proc = kept(open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC));
	proc_is(sandbox->proc);
	sandbox->own_pids = kept(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC));
	sandbox->last_pid = raised(open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC));
}

/* What tells actors from all others: the files that they run. */
static void know_actors(struct sandbox *sandbox)
{
	struct stat file;

	need(stat(SHOWN "/initproof/actor", &file), "cannot look at the actor");
	sandbox->actor_ino = file.st_ino;
	/* The actor's program may be of a file system of its own. */
	need(stat(SHOWN "/initproof/set-uid", &file), "cannot look at the actor");
	sandbox->setuid_ino = file.st_ino;
	sandbox->shown_device = file.st_dev;
}

/* Memory that has no name: actors get a descriptor of it at the gate. It cannot be made smaller below a mapping. */
static void map_record(struct sandbox *sandbox)
{
	sandbox->record = kept(memfd_create("record", MFD_CLOEXEC | MFD_ALLOW_SEALING));
	need(ftruncate(sandbox->record, sizeof(struct ctl)), "cannot size the shared memory");
	need(fcntl(sandbox->record, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL), "cannot seal the shared memory");
	sandbox->ctl = mmap(NULL, sizeof(struct ctl), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, sandbox->record, 0);
	if (sandbox->ctl == MAP_FAILED)
		die_errno(EXIT_MACHINE, "cannot map the shared memory");
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

/*
 * What inits gain at their exec is bounded; the executor keeps what it has. Nobody inside can trace it or read its memory. Threads that
 * make zygotes keep CAP_SYS_ADMIN in their bounding set: zygotes clone namespaces after their exec (zygote-stub.c).
 */
static void bound_privilege(const struct sandbox *sandbox)
{
	bound_capabilities(CAP_SYS_ADMIN);
	prctl(PR_SET_DUMPABLE, 0);
	worlds_start(sandbox);
	gate_start(sandbox);
	need(prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN), "cannot drop a capability");
}

/*
 * Moves the calling worker, PID 1 of fresh namespaces and root of its user namespace, into its own root, and fills in `sandbox`. ACTOR and
 * the sources of the targets are open files of the host. Ends the process with EXIT_MACHINE where the machine does not allow it.
 */
void sandbox_enter(struct sandbox *sandbox, const struct source *actor)
{
	umask(022);
	enter_root(sandbox, actor);
	know_actors(sandbox);
	map_record(sandbox);
	sandbox->cores = cores_stay_inside();
	sandbox->ids = mapped_ids();
	bound_privilege(sandbox);
	ipc_open();
	standard_open(sandbox);
	for (int i = 0; i < LIMIT_COUNT; i++)
		getrlimit(i, &sandbox->limits[i]);
}
