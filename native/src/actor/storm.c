/* A storm: many orphans, one after the other, that end at once. */
#include "actor.h"

/* How often in a row there may be no room before the storm is over: each time the init has been given the CPU. */
#define TRIES 2000

/*
 * Forks a process that forks another one and exits; that one exits as well, and is the init's to wait for. Both share the memory and the
 * stack of the caller, which waits until they have ended, and make nothing but system calls. They send the caller no SIGCHLD. Returns the
 * pid of the first, or a negative errno; the second was made if the first exited 0.
 */
static long fork_orphan(void)
{
	long result, flags = CLONE_VM | CLONE_VFORK;

	__asm__ volatile(
		"syscall\n\t"
		"test %%rax, %%rax\n\t"
		"jnz 1f\n\t"
		"mov %[clone], %%eax\n\t"
		"mov %[flags], %%rdi\n\t"
		"xor %%esi, %%esi\n\t"
		"syscall\n\t"
		"xor %%edi, %%edi\n\t"
		"test %%rax, %%rax\n\t"
		"jns 2f\n\t"
		"inc %%edi\n"
		"2:\n\t"
		"mov %[exit], %%eax\n\t"
		"syscall\n\t"
		"hlt\n"
		"1:\n"
		: "=a"(result)
		: "a"((long)__NR_clone), "D"(flags), "S"(0L), "d"(0L), [clone] "i"(__NR_clone), [flags] "r"(flags), [exit] "i"(__NR_exit_group)
		: "rcx", "r11", "r10", "r8", "memory");
	return result;
}

/* With all signals blocked but between two orphans: theirs would be taken for the caller's, on whose stack they run. */
void storm(int orphans)
{
	for (int tries = 0; orphans > 0 && tries < TRIES;) {
		unsigned long old, all = ALL_SIGNALS;
		long pid, ended;
		int status = 1;

		sys4(__NR_rt_sigprocmask, SIG_SETMASK, &all, &old, 8);
		pid = fork_orphan();
		do
			ended = pid < 0 ? 0 : sys4(__NR_wait4, pid, &status, __WALL, NULL);
		while (ended == -EINTR);
		set_mask(old);
		if (pid > 0 && status == 0) {
			orphans--;
			tries = 0;
			continue;
		}
		tries++;
		sys0(__NR_sched_yield);
	}
}
