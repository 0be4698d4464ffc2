/* The refused calls by their numbers for 32-bit programs, which a 64-bit one can call as well (int $0x80). */
#include "filter.h"

#include <errno.h>
#include <asm/unistd_32.h>
#include <linux/prctl.h>
#include <linux/sched.h>

/* Not from <sys/socket.h> and <sys/ioctl.h>, which bring the other numbers: the same on all of x86. */
#define AF_VSOCK 40
#define TIOCSTI 0x5412
#define TIOCLINUX 0x541C

#define REFUSE(call) { __NR_##call, -1, 0, 0, EPERM, 0 },
#define REFUSE_OPTION(call, argument, value) { __NR_##call, argument, ~0u, value, EPERM, 0 },
#define REFUSE_FLAG(call, argument, flag) { __NR_##call, argument, flag, flag, EPERM, 0 },
#define IGNORE(call) { __NR_##call, -1, 0, 0, 0, 0 },
#define IGNORE_UNLESS(call, argument, value) { __NR_##call, argument, ~0u, value, 0, 1 },

static const struct refusal lines[] = {
#include "filter-lines.h"
	/* One number for all socket calls, whose arguments lie in memory: no filter can tell AF_VSOCK there. */
	REFUSE(socketcall)
};

static const struct refusal last_lines[] = {
#include "filter-last-lines.h"
};

const struct refusals refusals_i386 = { lines, sizeof lines / sizeof *lines };
const struct refusals last_refusals_i386 = { last_lines, sizeof last_lines / sizeof *last_lines };
