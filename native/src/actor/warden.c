/*
 * PID 1 of a namespace in which the init under test is an ordinary process, as under a shell, or in a pod whose containers share one:
 * it waits for the init alone and hands its end to the executor. What else it gets stays a zombie, so that
 * an orphan which the init did not adopt shows.
 */
#include "actor.h"

void begin_warden(void)
{
	struct rusage usage;
	int status = 0;
	long pid;

	set_mask(ALL_SIGNALS);
	memset(&usage, 0, sizeof usage);
	do
		pid = sys4(__NR_wait4, WARDED_PID, &status, 0, &usage);
	while (pid == -EINTR);
	ctl->ward.status = (unsigned)status;
	ctl->ward.cpu_us = (unsigned)((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
	ctl->ward.max_rss_kb = (unsigned)usage.ru_maxrss;
	__atomic_store_n(&ctl->ward.ended, pid == WARDED_PID, __ATOMIC_SEQ_CST);
	leave(0);
}
