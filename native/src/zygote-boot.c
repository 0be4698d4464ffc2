/*
 * Makes a zygote: execs an init once, outside of any run, runs it under ptrace(2) up to the first instruction of `main`, and leaves it in
 * a stub that waits for orders. On its way it makes only system calls that reach nothing (zygote-way.c); an init that wants another one is
 * exec'ed plainly, in namespaces of its own. For each order the stub clones itself into a new PID namespace, and the clone, its PID 1, goes on into
 * `main` as if it had been exec'ed there. What a libc does before `main` (300 µs in a virtual machine, of 500 for a whole run) is done once.
 */
#include "zygote.h"
#include "filter.h"

#include <elf.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

/* Longest way to `main`, ms: a thousand times of what it takes. An init that never gets there is exec'ed plainly from then on. */
#define BOOT_MS 1000
/* Instructions from the entry point to the call of __libc_start_main: glibc's _start has 12. */
#define ENTRY_STEPS 24

/* In the child: as an init is exec'ed (spawn.c), but outside of any PID namespace of a run, and with what cloning one takes. */
static IN_CHILD int exec_traced(void *argument)
{
	const struct run *run = argument;

	take_tree_priority(run->sandbox);
	setsid();
	launch_enter_directory(run);
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 && filter_complete() == 0)
		execve(run->argv[0], run->argv, run->envp);
	_exit(127);
}

/* The entry point of the program itself, not of its interpreter; 0 where it cannot be told. */
static uint64_t entry_point(struct boot *boot)
{
	Elf64_auxv_t entries[64] = { 0 };
	int fd = open_proc(boot->pid, "auxv");
	ssize_t size = fd < 0 ? -1 : read(fd, entries, sizeof entries);

	if (fd >= 0)
		close(fd);
	for (size_t i = 0; size > 0 && i < (size_t)size / sizeof *entries; i++)
		if (entries[i].a_type == AT_ENTRY)
			return entries[i].a_un.a_val;
	return 0;
}

/* Whether the program's code lies at `address`. */
static int is_code(struct boot *boot, uint64_t address)
{
	char line[512], rights[8];
	unsigned long from, to;
	int found = 0, fd = open_proc(boot->pid, "maps");
	FILE *maps = fd < 0 ? NULL : fdopen(fd, "r");

	while (maps && !found && fgets(line, sizeof line, maps))
		found = sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 && address >= from && address < to && rights[2] == 'x';
	if (maps)
		fclose(maps);
	return found;
}

/* Length of the call instruction at `code`, 0 where it is none: direct, the same with a prefix, through the GOT. */
static unsigned call_length(const unsigned char *code)
{
	if (code[0] == 0xe8)
		return 5;
	return (code[0] == 0x67 && code[1] == 0xe8) || (code[0] == 0xff && code[1] == 0x15) ? 6 : 0;
}

/* Whether the instruction is a system call, in any of the ways that x86 has: nothing of the kind stands in a libc's _start. */
static int is_system_call(const unsigned char *code)
{
	return (code[0] == 0x0f && (code[1] == 0x05 || code[1] == 0x34)) || code[0] == 0xcd;
}

/*
 * Address of `main`: in glibc's _start (sysdeps/x86_64/start.S) it is the first argument of the only call, behind which stands a hlt.
 * Other libcs' do otherwise: 0.
 */
static uint64_t find_main(struct boot *boot)
{
	struct user_regs_struct registers;
	unsigned char code[8];
	unsigned length;

	for (int step = 0; step < ENTRY_STEPS; step++) {
		if (ptrace(PTRACE_GETREGS, boot->pid, NULL, &registers) < 0 || read_memory(boot, registers.rip, code, sizeof code) < 0)
			return 0;
		length = call_length(code);
		if (length)
			return code[length] == 0xf4 && is_code(boot, registers.rdi) ? registers.rdi : 0;
		/* A single step is not looked at by anybody (zygote-way.c): none makes a call. */
		if (is_system_call(code) || run_and_trap(boot, PTRACE_SINGLESTEP) < 0)
			return 0;
	}
	return 0;
}

/* How many descriptors it has open: those of a plain launch are three, and clones would share any that it has opened itself. */
static int has_only_standard(struct boot *boot)
{
	int count = 0, fd = open_proc(boot->pid, "fd");
	DIR *open = fd < 0 ? NULL : fdopendir(fd);

	for (struct dirent *entry; open && (entry = readdir(open));)
		count += entry->d_name[0] != '.';
	if (open)
		closedir(open);
	return count == 3;
}

static struct zygote_control *boot_to_stub(struct boot *boot)
{
	uint64_t main;

	if (wait_for_trap(boot) < 0 || ptrace(PTRACE_SETOPTIONS, boot->pid, NULL, PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD) < 0)
		return NULL;
	boot->memory = open_proc_as(boot->pid, "mem", O_RDWR);
	if (boot->memory < 0 || run_to(boot, entry_point(boot)) < 0)
		return NULL;
	main = find_main(boot);
	return main && run_to(boot, main) == 0 && has_only_standard(boot) ? zygote_inject(boot) : NULL;
}

/*
 * Makes a zygote of the init of `run`, and hands over its control page. To be called by a thread that may trace, and whose bounding set has
 * CAP_SYS_ADMIN. Returns its pid, or -1 where none can be made; then nothing is left of it.
 */
pid_t zygote_boot(const struct run *run, struct zygote_control **control)
{
	static char stack[65536] __attribute__((aligned(16)));
	struct boot boot = { 0, -1, now_ns() + BOOT_MS * 1000000ULL };

	expendable_from_here(run->sandbox);
	boot.pid = clone(exec_traced, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, (void *)run);
	expendable_to_here(run->sandbox);
	if (boot.pid < 0)
		return -1;
	*control = boot_to_stub(&boot);
	if (boot.memory >= 0)
		close(boot.memory);
	if (*control)
		return boot.pid;
	if (boot.pid > 0) {
		kill(boot.pid, SIGKILL);
		while (waitpid(boot.pid, NULL, __WALL) < 0 && errno == EINTR)
			;
	}
	return -1;
}
