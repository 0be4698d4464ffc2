/*
 * PID 1 of a namespace in which the init under test is an ordinary process, as under a shell, or in a pod whose containers share one:
 * it waits for the init alone and hands its end to the executor. What else it gets stays a zombie, so that
 * an orphan which the init did not adopt shows. Where the init has another parent, that does the same, and PID 1 waits for it first.
 */
#include "actor.h"

/* Waits for the process with the id `ward`, and tells of its end where that is the init. */
static void wait_for(int ward)
{
	struct rusage usage;
	int status = 0;
	long pid;

	memset(&usage, 0, sizeof usage);
	do
		/* Main, which the init has become, may have itself traced: then its stops are told as well (ptrace(2)). */
		pid = sys4(__NR_wait4, ward, &status, 0, &usage);
	while (pid == -EINTR || (pid > 0 && IS_STOPPED(status)));
	if (pid != ctl->init)
		return;
	ctl->ward.status = (unsigned)status;
	ctl->ward.cpu_us = (unsigned)((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
	ctl->ward.max_rss_kb = (unsigned)usage.ru_maxrss;
	__atomic_store_n(&ctl->ward.ended, 1, __ATOMIC_SEQ_CST);
}

void begin_warden(int ward)
{
	set_mask(ALL_SIGNALS);
	wait_for(ward);
	if (!__atomic_load_n(&ctl->ward.ended, __ATOMIC_SEQ_CST))
		wait_for(ctl->init);
	leave(0);
}

/* The parent of a process that has entered from outside: waits for it and leaves. */
void begin_usher(void)
{
	int status = 0;
	long pid;

	set_mask(ALL_SIGNALS);
	/* It traces one that has asked for it, and stops of that are told as well (ptrace(2)). */
	do
		pid = sys4(__NR_wait4, -1, &status, 0, NULL);
	while (pid == -EINTR || (pid > 0 && IS_STOPPED(status)));
	leave(0);
}
