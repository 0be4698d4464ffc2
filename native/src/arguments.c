/* What a system call of a traced process is made with: read at its entry, where calls are recorded (man 2 syscall, ptrace(2)). */
#include "tracer.h"

#include <sys/syscall.h>

/* Which argument is a path, or another text. */
static const struct {
	int number, at;
} paths[] = {
	{ SYS_open, 0 }, { SYS_openat, 1 }, { SYS_openat2, 1 }, { SYS_creat, 0 }, { SYS_execve, 0 }, { SYS_execveat, 1 }, { SYS_chdir, 0 },
	{ SYS_access, 0 }, { SYS_faccessat, 1 }, { SYS_faccessat2, 1 }, { SYS_stat, 0 }, { SYS_lstat, 0 }, { SYS_newfstatat, 1 }, { SYS_statx, 1 },
	{ SYS_readlink, 0 }, { SYS_readlinkat, 1 }, { SYS_unlink, 0 }, { SYS_unlinkat, 1 }, { SYS_mkdir, 0 }, { SYS_mkdirat, 1 }, { SYS_rename, 0 },
	{ SYS_memfd_create, 0 }, { SYS_chmod, 0 }, { SYS_chroot, 0 }, { SYS_mknod, 0 }, { SYS_truncate, 0 },
};

/* The text at `address`, up to PATH_KEPT bytes of it. A tracer may read what process_vm_readv(2) may not: an init of another user. */
static void read_text(pid_t pid, uint64_t address, char *text)
{
	for (size_t at = 0; at < PATH_KEPT; at += sizeof(long)) {
		long word;

		errno = 0;
		word = ptrace(PTRACE_PEEKDATA, pid, (void *)(address + at), NULL);
		if (errno)
			break;
		memcpy(text + at, &word, sizeof word);
		if (memchr(&word, 0, sizeof word))
			break;
	}
	text[PATH_KEPT] = 0;
}

/* Fills in `arguments` and `path` of a call that is being entered. Of clone3 the first is its flags: those stand in memory (clone(2)). */
void read_arguments(pid_t pid, const struct __ptrace_syscall_info *info, struct call *call)
{
	for (int i = 0; i < 4; i++)
		call->arguments[i] = (int32_t)info->entry.args[i];
	if (info->entry.nr == SYS_clone3)
		call->arguments[0] = (int32_t)ptrace(PTRACE_PEEKDATA, pid, (void *)info->entry.args[0], NULL);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if ((int)info->entry.nr == paths[i].number)
			read_text(pid, info->entry.args[paths[i].at], call->path);
}
