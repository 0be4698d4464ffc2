/*
 * The filter of system calls of a sandbox (seccomp(2)), compiled from filter-lines.h. It is set in the threads that make processes in a
 * world, once, and inherited: a run pays for no installation. What is refused says EPERM, as under a container runtime.
 */
#include "executor.h"
#include "filter.h"

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#define REFUSE(call) { SYS_##call, -1, 0, 0, EPERM, 0 },
#define REFUSE_OPTION(call, argument, value) { SYS_##call, argument, ~0u, value, EPERM, 0 },
#define REFUSE_FLAG(call, argument, flag) { SYS_##call, argument, flag, flag, EPERM, 0 },
#define IGNORE(call) { SYS_##call, -1, 0, 0, 0, 0 },
#define IGNORE_UNLESS(call, argument, value) { SYS_##call, argument, ~0u, value, 0, 1 },

static const struct refusal lines[] = {
#include "filter-lines.h"
};

static const struct refusal last_lines[] = {
#include "filter-last-lines.h"
};

static const struct refusals refusals = { lines, sizeof lines / sizeof *lines };
static const struct refusals last_refusals = { last_lines, sizeof last_lines / sizeof *last_lines };

/* Numbers above are of the x32 ABI, which nobody uses: the same calls once more (arch/x86/include/uapi/asm/unistd.h). */
#define X32 0x40000000
/* A condition takes six instructions, a call five more; both tables together have a hundred lines. */
#define ROOM 1024

static struct code {
	struct sock_filter at[ROOM];
	unsigned short used;
} filter, last_filter;

static void put(struct code *code, uint16_t what, uint32_t value, uint8_t yes, uint8_t no)
{
	if (code->used < ROOM)
		code->at[code->used++] = (struct sock_filter){ what, yes, no, value };
}

static void load(struct code *code, size_t offset)
{
	put(code, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void give(struct code *code, uint32_t answer)
{
	put(code, BPF_RET | BPF_K, answer, 0, 0);
}

static void refuse(struct code *code, const struct refusal *refusal)
{
	size_t argument = offsetof(struct seccomp_data, args) + (size_t)(refusal->argument < 0 ? 0 : refusal->argument) * 8;

	if (refusal->argument < 0) {
		put(code, BPF_JMP | BPF_JEQ | BPF_K, refusal->number, 0, 1);
		give(code, SECCOMP_RET_ERRNO | refusal->error);
		return;
	}
	put(code, BPF_JMP | BPF_JEQ | BPF_K, refusal->number, 0, 5);
	load(code, argument);
	put(code, BPF_ALU | BPF_AND | BPF_K, refusal->mask, 0, 0);
	put(code, BPF_JMP | BPF_JEQ | BPF_K, refusal->value, refusal->unless ? 1 : 0, refusal->unless ? 0 : 1);
	give(code, SECCOMP_RET_ERRNO | refusal->error);
	load(code, offsetof(struct seccomp_data, nr));
}

/*
 * The calls on which the gate has a say: it hears of them by the first filter, and the last one lets them be. The executor's own ptrace(2)
 * in a child that it makes comes before the last filter, and has 0 as its second argument.
 */
static void ask_gate(struct code *code, int first)
{
	uint32_t answer = first ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_ALLOW;

	put(code, BPF_JMP | BPF_JEQ | BPF_K, GATE_CALL, 0, 1);
	give(code, answer);
	put(code, BPF_JMP | BPF_JEQ | BPF_K, SYS_ptrace, 0, 4);
	load(code, offsetof(struct seccomp_data, args[1]));
	put(code, BPF_JMP | BPF_JEQ | BPF_K, GATE_TRACEME, 0, 1);
	give(code, answer);
	load(code, offsetof(struct seccomp_data, nr));
}

/* The calls by these numbers, 0 behind the last, are told of to whoever listens, who lets them be. */
static void tell_of(struct code *code, const uint32_t *told)
{
	for (; *told; told++) {
		put(code, BPF_JMP | BPF_JEQ | BPF_K, *told, 0, 1);
		give(code, SECCOMP_RET_USER_NOTIF);
	}
}

/* All lines for one architecture; what none names is allowed. */
static void refuse_all(struct code *code, const struct refusals *lines)
{
	load(code, offsetof(struct seccomp_data, nr));
	for (unsigned i = 0; i < lines->count; i++)
		refuse(code, &lines->at[i]);
	give(code, SECCOMP_RET_ALLOW);
}

/* TOLD: NULL where a gate is asked instead (filter_compile_telling). */
static void compile(struct code *code, const struct refusals *native, const struct refusals *i386, const uint32_t *told)
{
	unsigned short to_other;

	load(code, offsetof(struct seccomp_data, arch));
	put(code, BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_I386, 0, 1);
	to_other = code->used;
	put(code, BPF_JMP | BPF_JA, 0, 0, 0);
	put(code, BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
	give(code, SECCOMP_RET_ERRNO | ENOSYS);
	load(code, offsetof(struct seccomp_data, nr));
	put(code, BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1);
	give(code, SECCOMP_RET_ERRNO | ENOSYS);
	if (told)
		tell_of(code, told);
	else
		ask_gate(code, native == &refusals);
	refuse_all(code, native);
	code->at[to_other].k = (uint32_t)(code->used - to_other - 1);
	refuse_all(code, i386);
	if (code->used >= ROOM)
		die(EXIT_HARNESS, "a filter of system calls is too long");
}

/* To be called once, before the others. */
void filter_compile(void)
{
	compile(&filter, &refusals, &refusals_i386, NULL);
	compile(&last_filter, &last_refusals, &last_refusals_i386, NULL);
}

/* The same for a sandbox without a gate: whoever listens hears of the calls TOLD, 0 behind the last. There is no last filter. */
void filter_compile_telling(const uint32_t *told)
{
	compile(&filter, &refusals, &refusals_i386, told);
}

/*
 * Sets the filter for the calling thread and all that descends from it. Returns a descriptor that hears of those that ask for the record,
 * or -1 where this machine has no such filters (before Linux 5.14, or under a filter that listens already).
 */
int filter_install(void)
{
	struct sock_fprog program = { filter.used, filter.at };

	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

/* The same without a listener: what the filter would tell of is let be. Returns 0 or -1. */
int filter_install_deaf(void)
{
	struct sock_fprog program = { filter.used, filter.at };

	for (unsigned i = 0; i < filter.used; i++)
		if (filter.at[i].code == (BPF_RET | BPF_K) && filter.at[i].k == SECCOMP_RET_USER_NOTIF)
			filter.at[i].k = SECCOMP_RET_ALLOW;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

/* Sets what is refused last: by then the caller must have been offered to its tracer. Returns 0 or -1. */
IN_CHILD int filter_complete(void)
{
	struct sock_fprog program = { last_filter.used, last_filter.at };

	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}
