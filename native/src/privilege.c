/* What a launch takes from the init: room for processes, other ids, capabilities. */
#include "executor.h"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <linux/capability.h>

/* Threads of the sandbox: each is a process for RLIMIT_NPROC (setrlimit(2)). */
static rlim_t count_threads(void)
{
	DIR *walk = NULL;
	struct stat tasks;
	char path[64];
	rlim_t count = 0;

	for (pid_t pid; (pid = next_process(&walk));) {
		snprintf(path, sizeof path, "/proc/%d/task", pid);
		if (stat(path, &tasks) == 0)
			count += tasks.st_nlink - 2;
	}
	return count;
}

/*
 * The limit of processes, counted for the user that the init will be: of root's there are those of the executor, of others none. The
 * init is one, and so are PID 1 and what is between them.
 */
void launch_make_room(struct run *run)
{
	const struct program *program = run->program;

	if (!program->pids_limit)
		return;
	/* Its tracer is a thread too, which is there from the first traced run of its target on. */
	if (run->traced)
		world_tracer(run->world);
	run->room = program->pids_limit + 1;
	if (program->user == USER_AS_IT_IS)
		run->room += count_threads() + (is_subreaper(run) != 0) + (run->parented != 0);
}

/* Bounds the processes of the caller's user, for it and all that descend from it: before there are any. */
IN_CHILD void launch_bound(const struct run *run)
{
	if (run->room)
		setrlimit(RLIMIT_NPROC, &(struct rlimit){ run->room, run->room });
}

/* Whether the machine has what the launch asks for: other ids, and a kernel that tells who is who without /proc. */
int launch_is_available(const struct run *run)
{
	int other = run->program->user != USER_AS_IT_IS;

	for (int slot = 0; slot < run->program->processes; slot++)
		other |= run->processes[slot].user != USER_AS_IT_IS;
	return (!other || run->sandbox->ids > 1) && (!(run->program->flags & PROGRAM_NO_PROC) || can_translate());
}

/* Without capabilities for good: root gets them back at its exec but for those that the bounding set lacks (capabilities(7)). */
IN_CHILD void drop_capabilities(void)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct none[2] = { 0 };

	for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
		prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
	syscall(SYS_capset, &head, none);
}

/* System calls: the C library would change the ids of all its threads, whose memory this is. */
IN_CHILD void become_user(uint32_t user)
{
	if (syscall(SYS_setgroups, 0, NULL) < 0 || syscall(SYS_setresgid, user, user, user) < 0 || syscall(SYS_setresuid, user, user, user) < 0)
		_exit(127);
}
