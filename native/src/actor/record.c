/* What every part of an actor needs: its end, the clock, and the record that the executor reads. */
#include "actor.h"

void *memset(void *to, int byte, unsigned long size)
{
	for (unsigned long i = 0; i < size; i++)
		((volatile char *)to)[i] = (char)byte;
	return to;
}

void *memcpy(void *to, const void *from, unsigned long size)
{
	for (unsigned long i = 0; i < size; i++)
		((volatile char *)to)[i] = ((const char *)from)[i];
	return to;
}

/* Ends the calling process. */
void __attribute__((noreturn)) leave(int code)
{
	for (;;)
		sys1(__NR_exit_group, code);
}

unsigned long now_ns(void)
{
	struct timespec { long s, ns; } t = { 0, 0 };

	sys2(__NR_clock_gettime, 1, &t);
	return (unsigned long)t.s * 1000000000UL + (unsigned long)t.ns;
}

/* Wakes the executor, should it sleep. */
void notify(void)
{
	__atomic_fetch_add(&ctl->notify, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&ctl->waiting, __ATOMIC_SEQ_CST))
		sys3(__NR_futex, &ctl->notify, FUTEX_WAKE, 1);
}

/* Appends an event. One that does not fit is counted and dropped; `kind` is written last, so that a hole can be told. */
void record(int kind, int slot, int n, int a, int b, int c, int d)
{
	unsigned index = __atomic_fetch_add(&ctl->events_used, 1, __ATOMIC_SEQ_CST);
	struct event *event;

	if (index >= MAX_EVENTS)
		return;
	event = &ctl->events[index];
	event->us = (unsigned)((now_ns() - ctl->started_ns) / 1000);
	event->slot = (short)slot;
	event->n = (unsigned char)n;
	event->a = a;
	event->b = b;
	event->c = c;
	event->d = d;
	__atomic_store_n(&event->kind, (unsigned char)kind, __ATOMIC_RELEASE);
}
