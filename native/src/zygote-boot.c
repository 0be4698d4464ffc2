/*
 * Makes a zygote: execs an init once, outside of any run, runs it under ptrace(2) up to the first instruction of `main`, and leaves it in
 * a stub that waits for orders. For each order the stub clones itself into a new PID namespace, and the clone, its PID 1, goes on into
 * `main` as if it had been exec'ed there. What a libc does before `main` (300 µs in a virtual machine, of 500 for a whole run) is done once.
 */
#include "executor.h"
#include "zygote.h"

#include <elf.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <linux/capability.h>
#include <linux/sched.h>

/* Longest way to `main`, ms: a thousand times of what it takes. An init that never gets there is exec'ed plainly from then on. */
#define BOOT_MS 1000
/* Instructions from the entry point to the call of __libc_start_main: glibc's _start has 12. */
#define ENTRY_STEPS 24
#define CONTROL_FD 3 /* in the zygote, until it is mapped */

/* Behind the code of the stub in its page. Offsets stand in the assembly. */
struct stub_data {
	struct zygote_control *control; /* 0 */
	uint64_t main;                  /* 8 */
	uint64_t rdi, rsi, rdx, rsp, rbp, rbx, r8, r9, r10, r12, r13, r14, r15; /* 16.. */
	struct clone_args clone;        /* 120, 88 bytes */
	struct __user_cap_header_struct header; /* 208 */
	struct __user_cap_data_struct caps[2];  /* 216 */
	uint64_t tid_address;           /* 240 */
};

_Static_assert(offsetof(struct stub_data, clone) == 120 && sizeof(struct clone_args) == 88, "the stub's offsets");
_Static_assert(offsetof(struct stub_data, header) == 208 && offsetof(struct stub_data, caps) == 216, "the stub's offsets");

#define DATA_OFFSET 2048

/*
 * The stub. rbx: its data, r12: the control page, which the clone does not have. No stack is used: it is that of `main`.
 * The clone: setsid(2), then without CAP_SYS_ADMIN, which cloning a namespace took, so that it has what an exec gives.
 */
__asm__(
	".pushsection .rodata\n"
	"stub_begin:\n\t"
	"lea stub_begin+2048(%rip), %rbx\n\t"
	"mov (%rbx), %r12\n"
	"1:\n\t"
	"mov (%r12), %edx\n\t"
	"cmp 4(%r12), %edx\n\t"
	"jne 2f\n\t"
	"mov %r12, %rdi\n\t"
	"xor %esi, %esi\n\t"   /* FUTEX_WAIT */
	"xor %r10d, %r10d\n\t"
	"mov $202, %eax\n\t"   /* futex */
	"syscall\n\t"
	"jmp 1b\n"
	"2:\n\t"
	"mov %edx, 4(%r12)\n\t"
	"lea 120(%rbx), %rdi\n\t"
	"mov $88, %esi\n\t"
	"mov $435, %eax\n\t"   /* clone3 */
	"syscall\n\t"
	"test %eax, %eax\n\t"
	"jz 3f\n\t"
	"mov %eax, 12(%r12)\n\t"
	"lock incl 8(%r12)\n\t"
	"lea 8(%r12), %rdi\n\t"
	"mov $1, %esi\n\t"     /* FUTEX_WAKE */
	"mov $1, %edx\n\t"
	"mov $202, %eax\n\t"
	"syscall\n\t"
	"jmp 1b\n"
	"3:\n\t"
	"mov $112, %eax\n\t"   /* setsid */
	"syscall\n\t"
	"mov $24, %edi\n\t"    /* PR_CAPBSET_DROP */
	"mov $21, %esi\n\t"    /* CAP_SYS_ADMIN */
	"xor %edx, %edx\n\t"
	"xor %r10d, %r10d\n\t"
	"xor %r8d, %r8d\n\t"
	"mov $157, %eax\n\t"   /* prctl */
	"syscall\n\t"
	"lea 208(%rbx), %rdi\n\t"
	"lea 216(%rbx), %rsi\n\t"
	"mov $126, %eax\n\t"   /* capset */
	"syscall\n\t"
	"mov 8(%rbx), %r11\n\t"
	"mov 16(%rbx), %rdi\n\t"
	"mov 24(%rbx), %rsi\n\t"
	"mov 32(%rbx), %rdx\n\t"
	"mov 40(%rbx), %rsp\n\t"
	"mov 48(%rbx), %rbp\n\t"
	"mov 64(%rbx), %r8\n\t"
	"mov 72(%rbx), %r9\n\t"
	"mov 80(%rbx), %r10\n\t"
	"mov 88(%rbx), %r12\n\t"
	"mov 96(%rbx), %r13\n\t"
	"mov 104(%rbx), %r14\n\t"
	"mov 112(%rbx), %r15\n\t"
	"mov 56(%rbx), %rbx\n\t"
	"xor %eax, %eax\n\t"
	"jmp *%r11\n"
	"stub_end:\n"
	".popsection\n");
extern const char stub_begin[], stub_end[];

/* A zygote that is being made: stopped, traced by the calling thread. */
struct boot {
	pid_t pid;
	int memory; /* /proc/PID/mem */
	uint64_t deadline;
};

struct boot_exec {
	const char *path;
	char **argv, **envp;
	int control_fd, fifo;
};

static IN_CHILD int exec_traced(void *argument)
{
	struct boot_exec *exec = argument;
	struct sched_param lowest = { .sched_priority = 1 };

	if (exec->fifo)
		sched_setscheduler(0, SCHED_FIFO, &lowest);
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 && dup2(exec->control_fd, CONTROL_FD) == CONTROL_FD)
		execve(exec->path, exec->argv, exec->envp);
	_exit(127);
}

static int read_memory(struct boot *boot, uint64_t address, void *to, size_t size)
{
	return pread(boot->memory, to, size, (off_t)address) == (ssize_t)size ? 0 : -1;
}

static int write_memory(struct boot *boot, uint64_t address, const void *from, size_t size)
{
	return pwrite(boot->memory, from, size, (off_t)address) == (ssize_t)size ? 0 : -1;
}

/* Waits until it is stopped by SIGTRAP. Any other end of the wait means that this init is none to make a zygote of. */
static int wait_for_trap(struct boot *boot)
{
	int status;

	while (now_ns() < boot->deadline) {
		struct timespec pause = { 0, 20000 };
		pid_t pid = waitpid(boot->pid, &status, WNOHANG | __WALL);

		if (pid == boot->pid && WIFSTOPPED(status))
			return WSTOPSIG(status) == SIGTRAP ? 0 : -1;
		if (pid != 0)
			return boot->pid = 0, -1; /* it has ended */
		nanosleep(&pause, NULL);
	}
	return -1;
}

static int run_and_trap(struct boot *boot, enum __ptrace_request how)
{
	return ptrace(how, boot->pid, NULL, NULL) == 0 ? wait_for_trap(boot) : -1;
}

/* Runs it up to the instruction at `address`. */
static int run_to(struct boot *boot, uint64_t address)
{
	struct user_regs_struct registers;
	unsigned char saved, trap = 0xcc;

	if (read_memory(boot, address, &saved, 1) < 0 || write_memory(boot, address, &trap, 1) < 0)
		return -1;
	if (run_and_trap(boot, PTRACE_CONT) < 0 || ptrace(PTRACE_GETREGS, boot->pid, NULL, &registers) < 0)
		return -1;
	if (registers.rip != address + 1)
		return -1;
	registers.rip = address;
	if (write_memory(boot, address, &saved, 1) < 0)
		return -1;
	return ptrace(PTRACE_SETREGS, boot->pid, NULL, &registers) == 0 ? 0 : -1;
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
	char path[64], line[512], rights[8];
	unsigned long from, to;
	int found = 0;
	FILE *maps;

	snprintf(path, sizeof path, "/proc/%d/maps", boot->pid);
	maps = fopen(path, "re");
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
		if (run_and_trap(boot, PTRACE_SINGLESTEP) < 0)
			return 0;
	}
	return 0;
}

/* Makes the zygote, stopped at `main` as `at` says, do a system call. Returns its result. */
static long remote(struct boot *boot, const struct user_regs_struct *at, long number, const uint64_t arguments[6])
{
	static const unsigned char code[] = { 0x0f, 0x05, 0xcc };
	unsigned char saved[sizeof code];
	struct user_regs_struct registers = *at;

	registers.rax = (unsigned long)number;
	registers.orig_rax = (unsigned long)-1;
	registers.rdi = arguments[0];
	registers.rsi = arguments[1];
	registers.rdx = arguments[2];
	registers.r10 = arguments[3];
	registers.r8 = arguments[4];
	registers.r9 = arguments[5];
	if (read_memory(boot, at->rip, saved, sizeof saved) < 0 || write_memory(boot, at->rip, code, sizeof code) < 0)
		return -EFAULT;
	if (ptrace(PTRACE_SETREGS, boot->pid, NULL, &registers) < 0 || run_and_trap(boot, PTRACE_CONT) < 0)
		return -EFAULT;
	if (ptrace(PTRACE_GETREGS, boot->pid, NULL, &registers) < 0 || write_memory(boot, at->rip, saved, sizeof saved) < 0)
		return -EFAULT;
	return (long)registers.rax;
}

#define REMOTE(boot, at, number, ...) remote(boot, at, number, (const uint64_t[6]){ __VA_ARGS__ })

/* What an exec gives: the bounding set of the process, less CAP_SYS_ADMIN. */
static void fill_capabilities(struct stub_data *data)
{
	data->header.version = _LINUX_CAPABILITY_VERSION_3;
	for (int capability = 0; capability <= 63; capability++)
		if (capability != CAP_SYS_ADMIN && prctl(PR_CAPBSET_READ, capability) == 1)
			data->caps[capability / 32].effective |= 1u << capability % 32;
	for (int half = 0; half < 2; half++)
		data->caps[half].permitted = data->caps[half].effective;
}

static void fill_registers(struct stub_data *data, const struct user_regs_struct *at)
{
	data->main = at->rip;
	data->rdi = at->rdi;
	data->rsi = at->rsi;
	data->rdx = at->rdx;
	data->rsp = at->rsp;
	data->rbp = at->rbp;
	data->rbx = at->rbx;
	data->r8 = at->r8;
	data->r9 = at->r9;
	data->r10 = at->r10;
	data->r12 = at->r12;
	data->r13 = at->r13;
	data->r14 = at->r14;
	data->r15 = at->r15;
}

/*
 * Where the libc keeps the thread's id is told by the kernel (CONFIG_CHECKPOINT_RESTORE): each clone gets its own there. CLONE_PARENT:
 * the executor is the parent of the clones, as of inits that it has exec'ed.
 */
static int fill_clone(struct boot *boot, const struct user_regs_struct *at, uint64_t page, struct stub_data *data)
{
	uint64_t address = page + DATA_OFFSET + offsetof(struct stub_data, tid_address);

	data->clone.flags = CLONE_NEWPID | CLONE_PARENT;
	if (REMOTE(boot, at, SYS_prctl, PR_GET_TID_ADDRESS, address) < 0)
		return 0;
	if (read_memory(boot, address, &data->clone.child_tid, sizeof data->clone.child_tid) < 0)
		return -1;
	if (data->clone.child_tid)
		data->clone.flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
	return 0;
}

static int is_address(long result)
{
	return result > 0;
}

/* Puts the stub into the process, which is stopped at `main`, and lets it go there. */
static int inject(struct boot *boot)
{
	struct user_regs_struct at, start;
	struct stub_data data = { 0 };
	long page, control;

	if (ptrace(PTRACE_GETREGS, boot->pid, NULL, &at) < 0)
		return -1;
	page = REMOTE(boot, &at, SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, (uint64_t)-1, 0);
	control = REMOTE(boot, &at, SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, CONTROL_FD, 0);
	if (!is_address(page) || !is_address(control) || REMOTE(boot, &at, SYS_close, CONTROL_FD) < 0)
		return -1;
	if (REMOTE(boot, &at, SYS_madvise, (uint64_t)control, 4096, MADV_DONTFORK) < 0)
		return -1;
	data.control = (struct zygote_control *)control;
	fill_registers(&data, &at);
	fill_capabilities(&data);
	if (fill_clone(boot, &at, (uint64_t)page, &data) < 0 || write_memory(boot, (uint64_t)page, stub_begin, (size_t)(stub_end - stub_begin)) < 0)
		return -1;
	if (write_memory(boot, (uint64_t)page + DATA_OFFSET, &data, sizeof data) < 0)
		return -1;
	start = at;
	start.rip = (unsigned long)page;
	start.orig_rax = (unsigned long)-1;
	if (ptrace(PTRACE_SETREGS, boot->pid, NULL, &start) < 0)
		return -1;
	return ptrace(PTRACE_DETACH, boot->pid, NULL, NULL) == 0 ? 0 : -1;
}

static int boot_to_stub(struct boot *boot)
{
	char path[64];
	uint64_t main;

	if (wait_for_trap(boot) < 0 || ptrace(PTRACE_SETOPTIONS, boot->pid, NULL, PTRACE_O_EXITKILL) < 0)
		return -1;
	snprintf(path, sizeof path, "/proc/%d/mem", boot->pid);
	boot->memory = open(path, O_RDWR | O_CLOEXEC);
	if (boot->memory < 0 || run_to(boot, entry_point(boot)) < 0)
		return -1;
	main = find_main(boot);
	return main && run_to(boot, main) == 0 ? inject(boot) : -1;
}

/*
 * Makes a zygote of the init at `path`. `control_fd`: a file of one page, a struct zygote_control that is all zero. To be called by one
 * thread only, whose bounding set has CAP_SYS_ADMIN. Returns its pid, or -1 where none can be made; then nothing is left of it.
 */
pid_t zygote_boot(const char *path, char **argv, char **envp, int control_fd, int fifo)
{
	static char stack[65536] __attribute__((aligned(16)));
	struct boot_exec exec = { path, argv, envp, control_fd, fifo };
	struct boot boot = { 0, -1, now_ns() + BOOT_MS * 1000000ULL };
	int made;

	boot.pid = clone(exec_traced, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, &exec);
	if (boot.pid < 0)
		return -1;
	made = boot_to_stub(&boot);
	if (boot.memory >= 0)
		close(boot.memory);
	if (made == 0)
		return boot.pid;
	if (boot.pid > 0) {
		kill(boot.pid, SIGKILL);
		while (waitpid(boot.pid, NULL, __WALL) < 0 && errno == EINTR)
			;
	}
	return -1;
}
