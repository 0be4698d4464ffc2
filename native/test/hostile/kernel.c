/* Attempts on the machine: its kernel, its clock, its scheduler, what it counts. */
#include "attempt.h"

#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/io.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <linux/capability.h>

static long makes_ring(const struct attempt *self)
{
	struct io_uring_params parameters = { 0 };

	return syscall(SYS_io_uring_setup, self->number, &parameters);
}

/* The same by a 32-bit call: the number is the same on all machines. */
static long makes_ring_i386(const struct attempt *self)
{
	static struct io_uring_params parameters;

	return call_i386(SYS_io_uring_setup, self->number, (long)&parameters, 0, 0);
}

static long makes_map(const struct attempt *self)
{
	union bpf_attr attributes = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 8, .max_entries = 1 };

	return syscall(SYS_bpf, self->number, &attributes, sizeof attributes);
}

/* Counts what it does itself: the least that perf gives. */
static long counts_events(const struct attempt *self)
{
	struct perf_event_attr attributes = { .type = PERF_TYPE_SOFTWARE, .size = sizeof attributes, .config = PERF_COUNT_SW_TASK_CLOCK,
					      .exclude_kernel = 1, .exclude_hv = 1 };

	return syscall(SYS_perf_event_open, &attributes, (int)self->number, -1, -1, 0);
}

static long handles_faults(const struct attempt *self)
{
	return syscall(SYS_userfaultfd, self->number);
}

static long raises_limit(const struct attempt *self)
{
	struct rlimit limit;

	getrlimit((int)self->number, &limit);
	limit.rlim_max = limit.rlim_max == RLIM_INFINITY ? limit.rlim_max : limit.rlim_max + 1;
	return limit.rlim_max == RLIM_INFINITY ? refused(ENODATA) : setrlimit((int)self->number, &limit);
}

/* Whether it is in that class now, at that priority: the filter says so of each change, and makes none. */
static long is_in_class(int class, int priority)
{
	struct sched_param param = { 0 };

	return sched_getscheduler(0) == class && sched_getparam(0, &param) == 0 && param.sched_priority == priority ? 0 : refused(EPERM);
}

static long schedules(const struct attempt *self)
{
	struct sched_param param = { .sched_priority = (int)self->number };

	return sched_setscheduler(0, SCHED_FIFO, &param) < 0 ? -1 : is_in_class(SCHED_FIFO, param.sched_priority);
}

/* A class above SCHED_FIFO. */
static long sets_deadline(const struct attempt *self)
{
	struct { uint32_t size, policy; uint64_t flags; int32_t nice; uint32_t priority; uint64_t runtime, deadline, period; } attributes = {
		sizeof attributes, 6, 0, 0, 0, 1000000, 10000000, 10000000,
	};

	return syscall(SYS_sched_setattr, 0, &attributes, self->number) < 0 ? -1 : is_in_class(SCHED_DEADLINE, 0);
}

static long sets_nice(const struct attempt *self)
{
	return setpriority(PRIO_PROCESS, 0, (int)self->number);
}

/* Disk requests before everybody else's: IOPRIO_CLASS_RT. */
static long sets_disk_priority(const struct attempt *self)
{
	return syscall(SYS_ioprio_set, 1, 0, self->number << 13);
}

/* Writes a number into a file of /proc. */
static long writes_number(const struct attempt *self)
{
	char text[16];
	int fd = open(self->path, O_WRONLY);

	snprintf(text, sizeof text, "%ld", self->number);
	return fd < 0 ? -1 : write(fd, text, strlen(text));
}

static long sets_time(const struct attempt *self)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	now.tv_sec += self->number;
	return settimeofday(&now, NULL);
}

static long sets_clock(const struct attempt *self)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return clock_settime((clockid_t)self->number, &now);
}

/* clock_settime64 by its number for 32-bit programs. */
static long sets_clock_i386(const struct attempt *self)
{
	static struct { long long s, ns; } now;
	struct timespec real;

	clock_gettime(CLOCK_REALTIME, &real);
	now.s = real.tv_sec;
	return call_i386(self->number, CLOCK_REALTIME, (long)&now, 0, 0);
}

static long reboots(const struct attempt *self)
{
	return reboot((int)self->number);
}

static long gets_ports(const struct attempt *self)
{
	return iopl((int)self->number);
}

static long reads_log(const struct attempt *self)
{
	char text[256];

	return syscall(SYS_syslog, self->number, text, sizeof text);
}

static long loads_module(const struct attempt *self)
{
	return syscall(SYS_finit_module, open("/initproof/actor", O_RDONLY), "", self->number);
}

static long loads_kernel(const struct attempt *self)
{
	int fd = open("/initproof/actor", O_RDONLY);

	return syscall(SYS_kexec_file_load, fd, -1, 0, 0, self->number);
}

static long hears_kernel(const struct attempt *self)
{
	return socket(AF_NETLINK, SOCK_RAW, (int)self->number);
}

/* A netlink socket alone is nothing: has it the right to be told of audits? */
static long hears_audit(const struct attempt *self)
{
	struct { uint32_t family, pid, groups; } address = { AF_NETLINK, 0, 1 };
	int fd = (int)hears_kernel(self);

	return fd < 0 ? -1 : bind(fd, (void *)&address, sizeof address);
}

/* Any capability that matters outside of namespaces. */
static long has_capability(const struct attempt *self)
{
	int set = prctl(PR_CAPBSET_READ, self->number);

	return set == 1 ? 0 : refused(EPERM);
}

static const struct attempt rows[] = {
	{ "makes-ring", BOTH, "io_uring", makes_ring, NULL, 4, 0, 0 },
	{ "makes-ring-i386", BOTH, "io_uring by a 32-bit call", makes_ring_i386, NULL, 4, 0, 0 },
	{ "makes-map", BOTH, "bpf: a map", makes_map, NULL, BPF_MAP_CREATE, 0, 0 },
	{ "counts-events", BOTH, "perf: its own time", counts_events, NULL, 0, 0, 0 },
	{ "counts-all-events", BOTH, "perf: everybody's", counts_events, NULL, -1, 0, 0 },
	{ "handles-faults", BOTH, "userfaultfd", handles_faults, NULL, 1, 0, 0 },
	{ "raises-processes", BOTH, "RLIMIT_NPROC", raises_limit, NULL, RLIMIT_NPROC, 0, 0 },
	{ "raises-descriptors", BOTH, "RLIMIT_NOFILE", raises_limit, NULL, RLIMIT_NOFILE, 0, 0 },
	{ "raises-real-time", BOTH, "RLIMIT_RTTIME", raises_limit, NULL, RLIMIT_RTTIME, 0, 0 },
	{ "schedules-high", BOTH, "SCHED_FIFO 50", schedules, NULL, 50, 0, 0 },
	{ "schedules-higher", BOTH, "SCHED_FIFO 3, above the executor", schedules, NULL, 3, 0, 0 },
	{ "sets-deadline", BOTH, "SCHED_DEADLINE", sets_deadline, NULL, 0, 0, 0 },
	{ "sets-nice", BOTH, "nice -20", sets_nice, NULL, -20, 0, 0 },
	{ "sets-disk-priority", BOTH, "ioprio: real time", sets_disk_priority, NULL, 1, 0, 0 },
	{ "spares-itself", BOTH, "oom_score_adj of -1000", writes_number, "/proc/self/oom_score_adj", -1000, 0, 0 },
	{ "sets-last-pid", BOTH, "ns_last_pid", writes_number, "/proc/sys/kernel/ns_last_pid", 300, 0, 0 },
	{ "sets-pid-max", BOTH, "pid_max", writes_number, "/proc/sys/kernel/pid_max", 400, 0, 0 },
	{ "sets-core-pattern", BOTH, "core_pattern", overwrites, "/proc/sys/kernel/core_pattern", 0, 0, 0 },
	{ "sets-modprobe", BOTH, "the program that loads modules", overwrites, "/proc/sys/kernel/modprobe", 0, 0, 0 },
	{ "sets-user-namespaces", BOTH, "user.max_user_namespaces", writes_number, "/proc/sys/user/max_user_namespaces", 1000, 0, 0 },
	{ "sets-host-by-proc", BOTH, "the host's name by /proc/sys", overwrites, "/proc/sys/kernel/hostname", 0, 0, 0 },
	{ "drops-caches", BOTH, "vm.drop_caches", writes_number, "/proc/sys/vm/drop_caches", 1, 0, 0 },
	{ "sets-forwarding", BOTH, "net.ipv4.ip_forward", writes_number, "/proc/sys/net/ipv4/ip_forward", 1, 0, 0 },
	{ "requests-by-key", BOTH, "sysrq-trigger", overwrites, "/proc/sysrq-trigger", 0, 0, 0 },
	{ "reads-kernel-memory", BOTH, "/proc/kcore", reads, "/proc/kcore", 0, 0, 0 },
	{ "reads-kernel-log", BOTH, "/proc/kmsg", reads, "/proc/kmsg", 0, 0, 0 },
	{ "steers-interrupts", BOTH, "/proc/irq", overwrites, "/proc/irq/default_smp_affinity", 0, 0, 0 },
	{ "sets-time", BOTH, "settimeofday", sets_time, NULL, 0, 0, 0 },
	{ "sets-clock", BOTH, "clock_settime", sets_clock, NULL, CLOCK_REALTIME, 0, 0 },
	{ "sets-clock-i386", BOTH, "clock_settime by a 32-bit call", sets_clock_i386, NULL, 404, 0, 0 },
	{ "forbids-rebooting", BOTH, "reboot: no more by the keyboard", reboots, NULL, RB_DISABLE_CAD, 0, 0 },
	{ "gets-ports", BOTH, "iopl", gets_ports, NULL, 3, 0, 0 },
	{ "reads-log", BOTH, "syslog", reads_log, NULL, 3, 0, 0 },
	{ "loads-module", BOTH, "finit_module", loads_module, NULL, 0, 0, 0 },
	{ "loads-kernel", BOTH, "kexec_file_load", loads_kernel, NULL, 0, 0, 0 },
	{ "hears-audit", BOTH, "netlink: audits", hears_audit, NULL, 9, 0, 0 },
	{ "keeps-admin", BOTH, "CAP_SYS_ADMIN in its bounding set", has_capability, NULL, CAP_SYS_ADMIN, 0, 0 },
	{ "keeps-ptrace", BOTH, "CAP_SYS_PTRACE", has_capability, NULL, CAP_SYS_PTRACE, 0, 0 },
	{ "keeps-net-admin", BOTH, "CAP_NET_ADMIN", has_capability, NULL, CAP_NET_ADMIN, 0, 0 },
	{ "keeps-resource", BOTH, "CAP_SYS_RESOURCE", has_capability, NULL, CAP_SYS_RESOURCE, 0, 0 },
};

const struct table kernel = { "kernel", rows, sizeof rows / sizeof *rows };
