/*
 * Each line of the filter of system calls, by the calls of 64-bit and of 32-bit programs: with nothing in the arguments but what the line
 * looks at. It has failed where the answer is EPERM; all else is the kernel's own word.
 */
#include "attempt.h"
#include "../../src/filter.h"

#include <linux/sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>

/* Makes the call of a line. */
static long calls(const struct attempt *self)
{
	long arguments[6] = { 0 }, result;

	if (self->argument >= 0)
		arguments[self->argument] = self->value;
	result = syscall(self->number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
	if (result == 0 && self->number == SYS_clone)
		_exit(0);
	return result < 0 && errno == EPERM ? -1 : 0;
}

/* The same of a line that has the call ignored: the kernel would say that it cannot read the argument. */
static long is_ignored(const struct attempt *self)
{
	return syscall(self->number, 0, 0, 0, 0, 0, 0) == 0 ? refused(EPERM) : 0;
}

/* Whether one of these 32-bit calls is not refused; says which. */
static long calls_i386(const struct refusals *lines)
{
	char name[32];

	for (unsigned i = 0; i < lines->count; i++) {
		const struct refusal *line = &lines->at[i];
		long arguments[4] = { 0 }, result;

		if (line->argument >= 0 && !line->unless)
			arguments[line->argument] = line->value;
		result = call_i386(line->number, arguments[0], arguments[1], arguments[2], arguments[3]);
		if (line->error == 0 ? result == 0 : result < 0 && errno == EPERM)
			continue;
		snprintf(name, sizeof name, "line-i386 %u", line->number);
		say(name, 0);
		return 0;
	}
	return refused(EPERM);
}

static long calls_first_i386(const struct attempt *self)
{
	(void)self;
	return calls_i386(&refusals_i386);
}

static long calls_last_i386(const struct attempt *self)
{
	(void)self;
	return calls_i386(&last_refusals_i386);
}

/*
 * A request of ptrace(2) in the form in which an actor asks to be traced, which the filter lets the gate answer: without an actor's secret.
 */
static long asks_the_gate(const struct attempt *self)
{
	return syscall(SYS_ptrace, self->number, GATE_TRACEME, 0, 0, 0, 0);
}

#define REFUSE(call) { "line " #call, BOTH, "a call that the filter refuses", calls, NULL, SYS_##call, -1, 0 },
#define REFUSE_OPTION(call, argument, value) \
	{ "line " #call " " #value, BOTH, "a call that the filter refuses", calls, NULL, SYS_##call, argument, value },
#define REFUSE_FLAG(call, argument, flag) REFUSE_OPTION(call, argument, flag)
#define IGNORE_UNLESS(call, argument, value) IGNORE(call)
#define IGNORE(call) { "line " #call, BOTH, "a call that the filter ignores", is_ignored, NULL, SYS_##call, -1, 0 },

static const struct attempt rows[] = {
#include "../../src/filter-lines.h"
#include "../../src/filter-last-lines.h"
	{ "gate traceme", BOTH, "PTRACE_TRACEME by the gate", asks_the_gate, NULL, PTRACE_TRACEME, 0, 0 },
	{ "gate traceme-beyond", BOTH, "the same with a bit that the filter does not see", asks_the_gate, NULL, 1L << 32, 0, 0 },
	{ "gate peek", BOTH, "PTRACE_PEEKDATA by the gate", asks_the_gate, NULL, PTRACE_PEEKDATA, 0, 0 },
	{ "gate attach", BOTH, "PTRACE_ATTACH by the gate", asks_the_gate, NULL, PTRACE_ATTACH, 0, 0 },
	{ "gate seize", BOTH, "PTRACE_SEIZE by the gate", asks_the_gate, NULL, PTRACE_SEIZE, 0, 0 },
	{ "lines-i386", BOTH, "each line by 32-bit calls", calls_first_i386, NULL, 0, 0, 0 },
	{ "last-lines-i386", BOTH, "each of the last lines by 32-bit calls", calls_last_i386, NULL, 0, 0, 0 },
};

const struct table lines = { "lines", rows, sizeof rows / sizeof *rows };
