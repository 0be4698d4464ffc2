/* Unit test of src/sleep.c: for what a thread sleeps, and how long, by its /proc/PID/task/TID/syscall and its memory. */
#include "../src/sleep.c"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#include "check.h"

static struct run run;

/* Of this process alone: what src/proc.c finds in the sandbox's /proc. */
int open_proc(pid_t pid, const char *file)
{
	char path[96];

	snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
	return open(path, O_RDONLY | O_CLOEXEC);
}

ssize_t read_proc(int fd, char *text, size_t room)
{
	ssize_t got = read(fd, text, room - 1);

	text[got < 0 ? 0 : got] = 0;
	return got;
}

/* Nobody is traced here. */
int tracer_holds_child(void)
{
	return 0;
}

/* What a thread of this process would show that sleeps in a call with these arguments; the stack and the instruction follow. */
static struct sleep slept(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e)
{
	struct sleep sleep;
	char text[256];

	snprintf(text, sizeof text, "%ld 0x%lx 0x%lx 0x%lx 0x%lx 0x%lx 0x0 0x7ffe 0x40", number, (unsigned long)a, (unsigned long)b, (unsigned long)c,
		 (unsigned long)d, (unsigned long)e);
	CHECK(sleep_of(&run, getpid(), text, &sleep));
	return sleep;
}

static uint64_t at(const void *object)
{
	return (uint64_t)(uintptr_t)object;
}

static void test_lengths(void)
{
	struct timespec length = { 2, 1 };
	struct timeval micro = { 0, 1500 };
	uint64_t set = 1 << 16;

	CHECK(slept(SYS_pause, 0, 0, 0, 0, 0).ms == FOREVER_MS);
	CHECK(slept(SYS_wait4, ~0UL, 0, 0, 0, 0).ms == FOREVER_MS);
	CHECK(slept(SYS_rt_sigtimedwait, at(&set), 0, 0, 8, 0).ms == FOREVER_MS);
	CHECK(slept(SYS_rt_sigtimedwait, at(&set), 0, 0, 8, 0).awaited == 0);
	CHECK(slept(SYS_rt_sigtimedwait, at(&set), 0, at(&length), 8, 0).ms == 2001);
	CHECK(slept(SYS_rt_sigtimedwait, at(&set), 0, at(&length), 8, 0).awaited == set);
	CHECK(slept(SYS_nanosleep, at(&length), 0, 0, 0, 0).ms == 2001);
	CHECK(slept(SYS_poll, 0, 0, 1000, 0, 0).ms == 1000);
	CHECK(slept(SYS_poll, 0, 0, ~0UL, 0, 0).ms == FOREVER_MS);
	CHECK(slept(SYS_ppoll, 0, 0, at(&length), 0, 0).ms == 2001);
	CHECK(slept(SYS_epoll_wait, 3, 0, 1, 70, 0).ms == 70);
	CHECK(slept(SYS_select, 0, 0, 0, 0, at(&micro)).ms == 2);
	CHECK(slept(SYS_futex, 1, FUTEX_WAIT_PRIVATE, 0, 0, 0).ms == FOREVER_MS);
	CHECK(slept(SYS_futex, 1, FUTEX_WAIT_PRIVATE, 0, at(&length), 0).ms == 2001);
}

/* A time-out that nobody can tell is none that is known. */
static void test_untold(void)
{
	CHECK(slept(SYS_restart_syscall, 0, 0, 0, 0, 0).ms == UNTOLD_MS);
	CHECK(slept(SYS_nanosleep, 16, 0, 0, 0, 0).ms == UNTOLD_MS);
	CHECK(slept(SYS_read, 0x3fff, 0, 0, 0, 0).ms == UNTOLD_MS);
}

/* A wait until a time has that long left: no more than from before the look. */
static void test_ends(void)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += 5;
	CHECK(slept(SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, at(&end), 0, 0).ms <= 5000);
	CHECK(slept(SYS_futex, 1, FUTEX_WAIT_BITSET_PRIVATE, 0, at(&end), 0).ms <= 5000);
	end.tv_sec -= 10;
	CHECK(slept(SYS_futex, 1, FUTEX_WAIT_BITSET_PRIVATE, 0, at(&end), 0).ms == 0);
}

static void test_descriptors(void)
{
	struct itimerspec soon = { .it_value = { 5, 0 } };
	int timer = timerfd_create(CLOCK_MONOTONIC, 0), plain = memfd_create("plain", 0), signals;
	sigset_t mask;

	sigemptyset(&mask);
	signals = signalfd(-1, &mask, 0);
	CHECK(timer >= 0 && plain >= 0 && signals >= 0);
	CHECK(slept(SYS_read, (uint64_t)timer, 0, 8, 0, 0).ms == FOREVER_MS);
	CHECK(timerfd_settime(timer, 0, &soon, NULL) == 0);
	CHECK(slept(SYS_read, (uint64_t)timer, 0, 8, 0, 0).ms <= 5000);
	CHECK(slept(SYS_read, (uint64_t)plain, 0, 8, 0, 0).ms == FOREVER_MS && run.signalfd == 0);
	CHECK(slept(SYS_read, (uint64_t)signals, 0, 8, 0, 0).ms == FOREVER_MS && run.signalfd == (unsigned long)signals + 1);
}

/* What is no wait, or no line of the kernel's, is no sleep. */
static void test_no_sleep(void)
{
	static const char *const others[] = { "running\n", "", "34", "34 0x0", "-1 0x7ffe 0x40", "257 0x1 0x1 0x3e8 0x0 0x0 0x0 0x7ffe 0x40" };
	struct sleep sleep;

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		CHECK(!sleep_of(&run, getpid(), others[i], &sleep));
}

int main(void)
{
	test_lengths();
	test_untold();
	test_ends();
	test_descriptors();
	test_no_sleep();
	return 0;
}
