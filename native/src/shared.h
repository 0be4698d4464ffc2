/*
 * The memory that the executor and the actors of a run share: the record. It has no name; actors get it at the gate (gate.c), and nobody
 * else does. The executor bounds every index that it reads from here all the same.
 */
#ifndef SHARED_H
#define SHARED_H

#include "wire.h"

/* What one run can record. A rich scenario has a hundred events; a program that fills this is in a loop. */
#define MAX_EVENTS 16384
/* Commands of one actor that are not yet taken: of one batch, and those of a stopped actor. */
#define MAX_COMMANDS 64
/* Directory, arguments and environment of main that are kept, one behind the other. Scenarios stay far below (LIMITS in scenario.ts). */
#define MAX_TEXT 131072
#define LIMIT_COUNT 16
/* What one step may type, bytes. LIMITS.typed in scenario.ts is less. */
#define MAX_TYPED 4000
/*
 * What the actor's program is for, where it is not main: the first letter of its one argument. A number follows in three digits: the slot
 * of an actor, the id that a warden waits for.
 */
#define INHERITED_MARK '\001' /* made from outside of the tree: from before the init's exec, or later */
#define WARDEN_MARK '\002'
#define USHER_MARK '\003' /* waits for its only child, which has entered the namespace */
#define EXEC_MARK '\004' /* an actor that has become another program */
#define SETUID_MARK '\005' /* an actor that has become root by a set-uid program */
#define CORE_MARK '\006' /* an actor that is to die by the signal, and dump a core */
#define MARKED_SIZE 5
/* What stands in the actor's program as it is built where its secret shall be (actor-file.c). */
#define SECRET_SIZE 32
#define SECRET_PLACE "initproof: the secret of actors:"
/* Ids inside: the warden's first child is the init, or its parent, where that is to end before it. */
#define FIRST_PID 1
#define WARDED_PID 2
#define WARDED_BELOW_PID 3

static inline void mark(char *name, char what, int number)
{
	name[0] = what;
	name[1] = (char)('0' + number / 100);
	name[2] = (char)('0' + number / 10 % 10);
	name[3] = (char)('0' + number % 10);
	name[4] = 0;
}

static inline int marked_number(const char *name)
{
	return (name[1] - '0') * 100 + (name[2] - '0') * 10 + name[3] - '0';
}

struct command {
	uint8_t code, flags, signal, to;
	int16_t slot, count;
	int32_t value;
};

struct slot {
	uint32_t wake;   /* futex; raised by each command and by each handler that leaves something to do */
	uint32_t posted; /* commands written by the executor, taken by the actor: counters */
	uint32_t taken;
	uint32_t armed;  /* exits after a while */
	int32_t pid;     /* inside the namespace; 0 until it runs */
	int32_t outer;   /* as the executor sees it; where it is asked for */
	uint32_t child_died; /* since the last wait */
	uint32_t resting; /* it sleeps until something happens, or is just going to */
	int32_t thread;   /* which it goes on in, where its leader has ended: its id inside, or, where that is asked for, as the executor sees it */
	uint32_t suspended; /* by a child of vfork's, or just going to be */
	uint32_t expected;  /* it is made from outside of the tree, and has not begun: nobody else begins as it */
	int32_t becomes;    /* the id of the process that is about to become another program and go on as it; 0: none */
	struct process spec;
	struct command commands[MAX_COMMANDS];
	uint8_t codes[65];
	uint32_t delays[65];
};

struct main_report {
	struct start_state state;
	uint64_t dev[64], ino[64];
	uint64_t limits[LIMIT_COUNT][2];
};

/* How the init has ended, where the warden is its parent. */
struct ward {
	uint32_t ended, status, cpu_us, max_rss_kb;
};

struct ctl {
	uint32_t notify;  /* futex of the executor */
	uint32_t waiting; /* the executor sleeps in it */
	uint32_t events_used;
	uint32_t starts;
	uint32_t processes;
	uint32_t births;    /* clones, and programs that actors have become, that have not begun yet */
	int32_t init;       /* its id inside */
	uint32_t outer_wanted; /* the kernel cannot tell the executor which process has which id inside (before Linux 6.11) */
	uint32_t on_terminal;
	uint32_t becoming;   /* actors that are about to run the set-uid program, and have not come to the gate as that */
	uint32_t untraceable; /* an actor could not have itself traced: this machine forbids it */
	uint32_t false_role; /* somebody has started the actor's program as one that it is not */
	uint64_t started_ns; /* CLOCK_MONOTONIC of the run's start: event times count from here */
	struct ward ward;
	/* In the order of use: main touches one page for the report and its first events, one for its slot, one for the texts. */
	struct main_report report;
	struct event events[MAX_EVENTS];
	struct slot slots[MAX_SLOTS];
	char texts[MAX_TEXT];
};

#endif
