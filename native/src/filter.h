/* The filter of system calls: filter.c compiles the lines of filter-lines.h. */
#ifndef FILTER_H
#define FILTER_H

#include <stdint.h>

/*
 * The system call by which an actor asks for the record (gate.c). Linux has none of the number, which lies far above those in use; without
 * the filter it says ENOSYS.
 */
#define GATE_CALL 4242

/*
 * How an actor asks to be traced by its parent: ptrace(PTRACE_TRACEME, GATE_TRACEME, secret...); at the arguments from the second on the
 * kernel does not look. The filter turns each ptrace(2) whose second argument is this into a question to the gate, and refuses all others.
 * The second argument of the executor's own tracer, which is under that filter too, is a pid: this is none (PID_MAX_LIMIT of
 * include/linux/threads.h, 2^22).
 */
#define GATE_TRACEME 0x42420000

/*
 * The fourth argument of sched_setscheduler(2), at which the kernel does not look, by which the executor's own children give up their
 * priority. Who else has it may do what the kernel lets a container do.
 */
#define OWN_PRIORITY 0x42420001

/*
 * A call that the kernel is not to make: always where `argument` is negative, else where (argument & mask) == value, or where it is not
 * (`unless`); low halves, as the kernel takes them. The caller is told `error`; 0: that it went well.
 */
struct refusal {
	uint32_t number;
	int argument;
	uint32_t mask, value, error;
	int unless;
};

/* Of filter-lines.h and filter-last-lines.h. */
struct refusals {
	const struct refusal *at;
	unsigned count;
};

extern const struct refusals refusals_i386, last_refusals_i386;

void filter_compile(void);
void filter_compile_telling(const uint32_t *told);
int filter_install(void);
int filter_install_deaf(void);
int filter_complete(void);

#endif
