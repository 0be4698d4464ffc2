/*
 * The way to `main`. What runs before it, constructors, hooks of the dynamic loader, resolvers, is the binary's own code, and a zygote has
 * the right to clone namespaces. So every system call on the way is looked at before it is made: those by which a libc sets up a process
 * reach nothing outside of it. An init that wants any other is none to make a zygote of, and has not made it.
 */
#include "zygote.h"

#include <asm/prctl.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <linux/audit.h>

/* glibc asks for it at each start; from <asm/prctl.h> of Linux 6.6. */
#ifndef ARCH_CET_STATUS
#define ARCH_CET_STATUS 0x3001
#endif

/* Always; or only where the argument has none of the bits, or is exactly the value. */
enum rule { ALWAYS, WITHOUT, EXACTLY };

static const struct harmless {
	long number;
	enum rule rule;
	int argument;
	uint64_t value;
} harmless[] = {
	{ SYS_brk, ALWAYS, 0, 0 }, { SYS_munmap, ALWAYS, 0, 0 }, { SYS_mprotect, ALWAYS, 0, 0 }, { SYS_close, ALWAYS, 0, 0 },
	/* What is shared would be so by all clones. */
	{ SYS_mmap, WITHOUT, 3, MAP_SHARED },
	/* Files are read, not written, and neither made nor waited for. */
	{ SYS_open, WITHOUT, 1, ~(uint64_t)O_CLOEXEC }, { SYS_openat, WITHOUT, 2, ~(uint64_t)O_CLOEXEC },
	{ SYS_read, ALWAYS, 0, 0 }, { SYS_pread64, ALWAYS, 0, 0 }, { SYS_lseek, ALWAYS, 0, 0 }, { SYS_fstat, ALWAYS, 0, 0 },
	{ SYS_newfstatat, ALWAYS, 0, 0 }, { SYS_stat, ALWAYS, 0, 0 }, { SYS_access, ALWAYS, 0, 0 }, { SYS_faccessat, ALWAYS, 0, 0 },
	{ SYS_readlink, ALWAYS, 0, 0 }, { SYS_readlinkat, ALWAYS, 0, 0 },
	/* Where the thread's own data lie. */
	{ SYS_arch_prctl, EXACTLY, 0, ARCH_SET_FS }, { SYS_arch_prctl, EXACTLY, 0, ARCH_CET_STATUS }, { SYS_set_tid_address, ALWAYS, 0, 0 },
	{ SYS_set_robust_list, ALWAYS, 0, 0 }, { SYS_rseq, ALWAYS, 0, 0 },
	/* The stack's limit is read: a new one would be the third argument. */
	{ SYS_prlimit64, EXACTLY, 2, 0 }, { SYS_getrandom, ALWAYS, 0, 0 }, { SYS_uname, ALWAYS, 0, 0 }, { SYS_getrlimit, ALWAYS, 0, 0 },
	{ SYS_getuid, ALWAYS, 0, 0 }, { SYS_geteuid, ALWAYS, 0, 0 }, { SYS_getgid, ALWAYS, 0, 0 }, { SYS_getegid, ALWAYS, 0, 0 },
};

static int follows(const struct harmless *rule, const struct __ptrace_syscall_info *call)
{
	uint64_t argument = call->entry.args[rule->argument];

	if ((long)call->entry.nr != rule->number)
		return 0;
	switch (rule->rule) {
	case WITHOUT:
		return (argument & rule->value & 0xffffffff) == 0;
	case EXACTLY:
		return argument == rule->value;
	default:
		return 1;
	}
}

/*
 * Whether the zygote, stopped at the entry or exit of a system call, may go on. Nothing else runs meanwhile that could change the
 * arguments: it has made no thread, and shares no memory.
 */
int is_harmless(struct boot *boot)
{
	struct __ptrace_syscall_info call;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, boot->pid, sizeof call, &call) <= 0)
		return 0;
	if (call.op == PTRACE_SYSCALL_INFO_EXIT)
		return 1;
	for (size_t i = 0; call.op == PTRACE_SYSCALL_INFO_ENTRY && call.arch == AUDIT_ARCH_X86_64 && i < sizeof harmless / sizeof *harmless; i++)
		if (follows(&harmless[i], &call))
			return 1;
	return 0;
}
