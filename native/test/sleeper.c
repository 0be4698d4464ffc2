/*
 * An init that starts its command, by vfork, and then only sleeps: `sleeper HOW MS COMMAND`. HOW names the system call in which it does so,
 * again and again, for MS ms at a time; with `thread-` before it another thread does, and the first one waits for ever. It takes no signal,
 * and waits for nobody.
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static long ms;
static struct timespec length;
static uint32_t word;

static struct timespec end(clockid_t clock)
{
	struct timespec at;

	clock_gettime(clock, &at);
	at.tv_sec += length.tv_sec + (at.tv_nsec + length.tv_nsec) / 1000000000;
	at.tv_nsec = (at.tv_nsec + length.tv_nsec) % 1000000000;
	return at;
}

static void by_nanosleep(void)
{
	syscall(SYS_nanosleep, &length, NULL);
}

static void by_clock(void)
{
	clock_nanosleep(CLOCK_MONOTONIC, 0, &length, NULL);
}

static void by_clock_until(void)
{
	struct timespec at = end(CLOCK_REALTIME);

	clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL);
}

static void by_poll(void)
{
	syscall(SYS_poll, NULL, 0, (int)ms);
}

static void by_ppoll(void)
{
	struct timespec copy = length;

	ppoll(NULL, 0, &copy, NULL);
}

static void by_select(void)
{
	struct timeval copy = { length.tv_sec, length.tv_nsec / 1000 };

	syscall(SYS_select, 0, NULL, NULL, NULL, &copy);
}

static void by_pselect(void)
{
	struct timespec copy = length;

	pselect(0, NULL, NULL, NULL, &copy, NULL);
}

static void by_futex(void)
{
	syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &length, NULL, 0);
}

static void by_futex_until(void)
{
	struct timespec at = end(CLOCK_REALTIME);

	syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, 0, &at, NULL, FUTEX_BITSET_MATCH_ANY);
}

static void by_epoll(void)
{
	struct epoll_event event;

	syscall(SYS_epoll_wait, epoll_create1(0), &event, 1, (int)ms);
}

static void by_epoll_pwait(void)
{
	struct epoll_event event;

	epoll_pwait(epoll_create1(0), &event, 1, (int)ms, NULL);
}

static void by_sigtimedwait(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigtimedwait(&set, NULL, &length);
}

static void by_timerfd(void)
{
	struct itimerspec once = { .it_value = length };
	uint64_t expired;
	int fd = timerfd_create(CLOCK_MONOTONIC, 0);

	timerfd_settime(fd, 0, &once, NULL);
	if (read(fd, &expired, sizeof expired) < 0)
		_exit(1);
}

/* No sleep at all. */
static void by_spinning(void)
{
	__asm__ volatile("");
}

static const struct {
	const char *name;
	void (*sleep)(void);
} ways[] = {
	{ "nanosleep", by_nanosleep }, { "clock_nanosleep", by_clock }, { "clock_nanosleep-until", by_clock_until }, { "poll", by_poll },
	{ "ppoll", by_ppoll }, { "select", by_select }, { "pselect6", by_pselect }, { "futex", by_futex }, { "futex-until", by_futex_until },
	{ "epoll_wait", by_epoll }, { "epoll_pwait", by_epoll_pwait }, { "rt_sigtimedwait", by_sigtimedwait }, { "timerfd", by_timerfd },
	{ "busy", by_spinning },
};

static void *sleep_on(void *how)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		while (strcmp(ways[i].name, how) == 0)
			ways[i].sleep();
	_exit(2);
}

int main(int argc, char **argv)
{
	static const char other[] = "thread-";
	const uint64_t all = UINT64_MAX;
	uint64_t inherited;
	pthread_t thread;

	if (argc < 4)
		return 1;
	ms = atol(argv[2]);
	length = (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &inherited, sizeof all);
	if (vfork() == 0) {
		syscall(SYS_rt_sigprocmask, SIG_SETMASK, &inherited, NULL, sizeof all);
		execv(argv[3], argv + 3);
		_exit(127);
	}
	if (strncmp(argv[1], other, strlen(other)) != 0)
		sleep_on(argv[1]);
	if (pthread_create(&thread, NULL, sleep_on, argv[1] + strlen(other)))
		return 3;
	for (;;)
		pause();
}
