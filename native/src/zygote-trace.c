/* What is done to a zygote while it is being made: ptrace(2) and /proc/PID/mem. */
#include "zygote.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>

int read_memory(struct boot *boot, uint64_t address, void *to, size_t size)
{
	return pread(boot->memory, to, size, (off_t)address) == (ssize_t)size ? 0 : -1;
}

int write_memory(struct boot *boot, uint64_t address, const void *from, size_t size)
{
	return pwrite(boot->memory, from, size, (off_t)address) == (ssize_t)size ? 0 : -1;
}

/* Waits until it is stopped, and says by what signal; 0 where it has ended, or takes too long. */
static int wait_for_stop(struct boot *boot)
{
	int status;

	while (now_ns() < boot->deadline) {
		struct timespec pause = { 0, 20000 };
		pid_t pid = waitpid(boot->pid, &status, WNOHANG | __WALL);

		if (pid == boot->pid && WIFSTOPPED(status))
			return WSTOPSIG(status);
		if (pid != 0)
			return boot->pid = 0; /* it has ended */
		nanosleep(&pause, NULL);
	}
	return 0;
}

/* Waits until it is stopped by SIGTRAP. Any other end of the wait means that this init is none to make a zygote of. */
int wait_for_trap(struct boot *boot)
{
	return wait_for_stop(boot) == SIGTRAP ? 0 : -1;
}

int run_and_trap(struct boot *boot, enum __ptrace_request how)
{
	return ptrace(how, boot->pid, NULL, NULL) == 0 ? wait_for_trap(boot) : -1;
}

/* Runs it until it is stopped by SIGTRAP, from one system call to the next, each of which is looked at before it is made. */
static int run_supervised(struct boot *boot)
{
	int signal;

	do
		signal = ptrace(PTRACE_SYSCALL, boot->pid, NULL, NULL) == 0 ? wait_for_stop(boot) : 0;
	while (signal == (SIGTRAP | 0x80) && is_harmless(boot));
	return signal == SIGTRAP ? 0 : -1;
}

/* Runs it up to the instruction at `address`. */
int run_to(struct boot *boot, uint64_t address)
{
	struct user_regs_struct registers;
	unsigned char saved, trap = 0xcc;

	if (read_memory(boot, address, &saved, 1) < 0 || write_memory(boot, address, &trap, 1) < 0)
		return -1;
	if (run_supervised(boot) < 0 || ptrace(PTRACE_GETREGS, boot->pid, NULL, &registers) < 0)
		return -1;
	if (registers.rip != address + 1)
		return -1;
	registers.rip = address;
	if (write_memory(boot, address, &saved, 1) < 0)
		return -1;
	return ptrace(PTRACE_SETREGS, boot->pid, NULL, &registers) == 0 ? 0 : -1;
}

/* Makes the zygote, stopped at `main` as `at` says, do a system call. Returns its result. */
long remote_call(struct boot *boot, const struct user_regs_struct *at, long number, const uint64_t arguments[6])
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
