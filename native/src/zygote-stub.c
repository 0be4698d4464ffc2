/*
 * What a zygote waits in: a stub of its own page. For each order it clones itself into a new PID namespace, and the clone goes on into
 * `main`. The clone has to be told from an init that was exec'ed by nothing but its addresses.
 */
#include "zygote.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <linux/capability.h>
#include <linux/sched.h>

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
 * The clone: setsid(2), then without CAP_SYS_ADMIN, which cloning a namespace took, and readable again, so that it has what an exec gives.
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
	"mov $4, %edi\n\t"     /* PR_SET_DUMPABLE */
	"mov $1, %esi\n\t"
	"xor %edx, %edx\n\t"
	"xor %r10d, %r10d\n\t"
	"xor %r8d, %r8d\n\t"
	"mov $157, %eax\n\t"   /* prctl */
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

#define REMOTE(boot, at, number, ...) remote_call(boot, at, number, (const uint64_t[6]){ __VA_ARGS__ })

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

/*
 * Shared memory that the zygote makes and the executor opens by /proc/PID/fd: no descriptor and no file is there before the way to `main`
 * is over. `page`: one of the zygote's where a name can stand. Returns where the zygote has it mapped, and where the executor has, or 0.
 */
static uint64_t share_control(struct boot *boot, const struct user_regs_struct *at, uint64_t page, struct zygote_control **control)
{
	long fd = REMOTE(boot, at, SYS_memfd_create, page, MFD_CLOEXEC), mapped;
	char file[32];
	int own;

	if (fd < 0 || REMOTE(boot, at, SYS_ftruncate, (uint64_t)fd, 4096) < 0)
		return 0;
	mapped = REMOTE(boot, at, SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, (uint64_t)fd, 0);
	snprintf(file, sizeof file, "fd/%ld", fd);
	own = open_proc_as(boot->pid, file, O_RDWR);
	*control = own < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, own, 0);
	if (own >= 0)
		close(own);
	/* Clones do not have it. */
	if (mapped <= 0 || *control == MAP_FAILED || REMOTE(boot, at, SYS_close, (uint64_t)fd) < 0)
		return 0;
	return REMOTE(boot, at, SYS_madvise, (uint64_t)mapped, 4096, MADV_DONTFORK) < 0 ? 0 : (uint64_t)mapped;
}

/* Lets the process go on at `address`, untraced, and unreadable to inits of its world, from which it is not hidden. */
static int leave_at(struct boot *boot, const struct user_regs_struct *at, uint64_t address)
{
	struct user_regs_struct start = *at;

	start.rip = (unsigned long)address;
	start.orig_rax = (unsigned long)-1;
	if (REMOTE(boot, at, SYS_prctl, PR_SET_DUMPABLE, 0) < 0 || ptrace(PTRACE_SETREGS, boot->pid, NULL, &start) < 0)
		return -1;
	return ptrace(PTRACE_DETACH, boot->pid, NULL, NULL) == 0 ? 0 : -1;
}

/* Puts the stub into the process, which is stopped at `main`, and lets it go there. Returns its control page, or NULL. */
struct zygote_control *zygote_inject(struct boot *boot)
{
	struct zygote_control *control = MAP_FAILED;
	struct user_regs_struct at;
	struct stub_data data = { 0 };
	long page;

	if (ptrace(PTRACE_GETREGS, boot->pid, NULL, &at) < 0)
		return NULL;
	page = REMOTE(boot, &at, SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, (uint64_t)-1, 0);
	if (page <= 0)
		return NULL;
	data.control = (struct zygote_control *)share_control(boot, &at, (uint64_t)page, &control);
	fill_registers(&data, &at);
	fill_capabilities(&data);
	if (data.control && fill_clone(boot, &at, (uint64_t)page, &data) == 0 &&
	    write_memory(boot, (uint64_t)page, stub_begin, (size_t)(stub_end - stub_begin)) == 0 &&
	    write_memory(boot, (uint64_t)page + DATA_OFFSET, &data, sizeof data) == 0 && leave_at(boot, &at, (uint64_t)page) == 0)
		return control;
	if (control != MAP_FAILED)
		munmap(control, 4096);
	return NULL;
}
