/* What the parts of the tracer share; tracer.c. */
#ifndef TRACER_H
#define TRACER_H

#include "executor.h"

#include <sys/ptrace.h>

/* Processes that are traced at once: the init, and what it has forked, up to their exec. */
#define MAX_TRACEES 64

struct tracee {
	pid_t pid;       /* 0: none */
	int child;       /* forked by the init, and not another program yet; 0: a thread of the init */
	int born;        /* 0: the init; n: the nth process that it, or what it has forked, has made */
	int fresh;       /* has not been told to go on since it was forked */
	int frozen;      /* stopped with all of the init's, and to go on with them */
	int skipping;    /* the call is not being made: it will be held, and then make it */
	uint64_t again;  /* address of a call that it makes again: it has been counted; 0: none */
	uint64_t address; /* of its last call */
	int number, index;
	int makes_thread; /* its last call makes a thread, and no process */
	uint64_t first, third, fourth; /* arguments */
	int interrupted; /* its last call has returned EINTR, and it has done nothing since */
	int rewound;     /* and is to make it again, as if nothing had come */
};

/* Shared between the tracer's thread and the executor's: one writes while the other waits for it, or by atomic operations. */
struct tracer {
	struct helper *helper; /* of the world in which the run is */
	struct run *run;
	struct launch *launch;
	struct tracee tracees[MAX_TRACEES];
	pid_t thread;
	uint32_t launched; /* futex: the init has been exec'ed, or could not be */
	uint32_t request;  /* enum request; 0 once it is done */
	uint32_t held;     /* somebody is held */
	uint32_t frozen;   /* the init is, by a SIGSTOP from outside; it goes on when it is told to */
	int records, leaves; /* calls are recorded; nobody is to be held any more */
	struct placement wanted;
	struct tracee *holds;
	unsigned calls;          /* of the init, since its exec */
	int threaded;            /* it has had more threads than its first */
	int made;                /* processes, by it and by what it has forked */
	uint32_t used, drained;  /* of what is recorded */
	struct call recorded[MAX_CALLS];
};

extern struct tracer tracer;

/* stops.c */
void stopped(struct tracee *tracee, int why);
void go_on(struct tracee *tracee, int signal);
struct tracee *find_tracee(pid_t pid);
struct tracee *adopt(pid_t pid);
void forget(struct tracee *tracee);
void let_go(struct tracee *tracee, int signal);
void set_back(struct tracee *tracee);
void set_interrupted(struct tracee *tracee);
void continue_call(struct tracee *tracee);

/* arguments.c */
void read_arguments(pid_t pid, const struct __ptrace_syscall_info *info, struct call *call);

/* deliveries.c */
void at_signal(struct tracee *tracee, int signal);

#endif
