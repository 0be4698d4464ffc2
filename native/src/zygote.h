/* Shared by zygote.c, which asks zygotes for inits, and by zygote-{boot,trace,stub}.c, which make zygotes. */
#ifndef ZYGOTE_H
#define ZYGOTE_H

#include "executor.h"

#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/user.h>

/*
 * Kept by the executor and, for as long as nobody has forked, by a zygote too: a page of shared memory. Offsets stand in the assembly of
 * zygote-stub.c.
 */
struct zygote_control {
	uint32_t asked; /* futex: raised by the executor for each init that it wants */
	uint32_t taken;
	uint32_t done;  /* futex: raised by the zygote */
	int32_t pid;    /* of the last init, or a negative errno */
};

/* A zygote that is being made: stopped, traced by the calling thread. */
struct boot {
	pid_t pid;
	int memory; /* /proc/PID/mem */
	uint64_t deadline;
};

/* zygote-way.c */
int is_harmless(struct boot *boot);

/* zygote-trace.c */
int read_memory(struct boot *boot, uint64_t address, void *to, size_t size);
int write_memory(struct boot *boot, uint64_t address, const void *from, size_t size);
int wait_for_trap(struct boot *boot);
int run_and_trap(struct boot *boot, enum __ptrace_request how);
int run_to(struct boot *boot, uint64_t address);
long remote_call(struct boot *boot, const struct user_regs_struct *at, long number, const uint64_t arguments[6]);

/* zygote-stub.c */
struct zygote_control *zygote_inject(struct boot *boot);

/* zygote-boot.c */
pid_t zygote_boot(const struct run *run, struct zygote_control **control);

#endif
