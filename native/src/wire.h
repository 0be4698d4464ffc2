/*
 * The wire between Node and an executor: little-endian, no padding but what stands here. fuzz/execute/encode.ts and those beside it write
 * programs, fuzz/trace/decode.ts reads results; both name this file. Raise WIRE_VERSION with every change.
 */
#ifndef WIRE_H
#define WIRE_H

#include <stdint.h>

#define WIRE_VERSION 17

/* Processes of one program. The scenario language allows as many. */
#define MAX_SLOTS 200

/* First frame from the executor: what the machine can do. */
struct hello {
	uint32_t size;
	uint32_t version;
	uint32_t fifo;      /* the tree runs in the real-time class: a barrier costs nothing */
	uint32_t cores;     /* a core can be dumped (core_pattern is no pipe) */
	uint32_t userns;    /* in a user namespace of its own */
	uint32_t memory;    /* what bounds the memory of a run: 0 samples of it, 1 a control group of version 1, 2 of version 2 */
};

enum launch_command { COMMAND_ACTOR, COMMAND_MISSING, COMMAND_NOT_EXECUTABLE, COMMAND_DIRECTORY, COMMAND_SCRIPT, COMMAND_NO_PROCESS_LEFT };
enum launch_directory { DIRECTORY_ROOT, DIRECTORY_OWN, DIRECTORY_DELETED, DIRECTORY_UNREADABLE };

#define UMASK_AS_IT_IS 0xffff
#define LIMIT_AS_IT_IS UINT64_MAX
#define USER_AS_IT_IS UINT32_MAX
/* NOFILE, STACK, CORE, FSIZE, AS */
#define LAUNCH_LIMITS 5

#define PROGRAM_CAREFUL 1 /* look at every process in every barrier */
#define PROGRAM_MEASURE 2 /* memory and descriptors of the init, at the start and at the end */
#define PROGRAM_ZYGOTE 4  /* the init may be forked from one that has been exec'ed before */
#define PROGRAM_SUBREAPER 8 /* PID 1 is somebody else: the warden (actor/warden.c); the init is its child */
#define PROGRAM_NO_NEW_PRIVS 16
#define PROGRAM_TERMINAL 32 /* descriptors 0 to 2 are a terminal, the controlling one of PID 1 */
#define PROGRAM_NO_CAPABILITIES 128
#define PROGRAM_NO_PROC 256
#define PROGRAM_STAYS 512   /* the init promises to stay while it has children */
#define PROGRAM_RECORD 1024 /* each system call of the init is an event */
#define PROGRAM_COMMAND 2048 /* the init may become the command: then no link of /proc/PID leads to its namespace */
#define PROGRAM_GOES_ON 4096 /* ops are taken though main never started, or the init stays without it */
#define PROGRAM_NOT_APPENDED 8192 /* the command is in a word of the init's arguments, or in a file: it has no own one behind them */
#define PROGRAM_FILE 16384  /* /initproof/command is the text behind what is typed, a script that execs the command */
#define PROGRAM_READY_LINE 32768 /* the init is ready when it has written a line with the last text in it, within start_ms */
#define PROGRAM_STARTS_NOTHING 65536 /* there is no command, and none is waited for: PROGRAM_NOT_APPENDED and PROGRAM_GOES_ON as well */
#define PROGRAM_TOSTOP 64   /* which stops those in its background that write */

/*
 * Followed by processes, exits, ops, early signals by their time, then the strings, each ended by NUL: arguments of the init, of the
 * command, environment, what is typed, a script that execs the command, and what is in the line by which the init says that it is ready.
 */
struct program {
	uint32_t size; /* of all, this head included */
	uint32_t id;
	uint8_t binary, command, directory, closed; /* closed: bit n for descriptor n */
	uint32_t flags;
	uint32_t poll_ms;
	uint16_t umask;            /* or UMASK_AS_IT_IS */
	uint8_t full, nice;        /* full: bit n for descriptor n */
	uint64_t blocked, ignored; /* bit n-1 for signal n */
	uint64_t open;             /* bit n for descriptor n */
	uint16_t processes, exits, ops, init_args, args, env, typed, early;
	uint64_t pending;
	uint64_t limits[LAUNCH_LIMITS]; /* soft ones, or LIMIT_AS_IT_IS */
	uint32_t pids_limit, user; /* processes beside the init, 0 for no limit; user and group id, or USER_AS_IT_IS */
	uint32_t start_ms;         /* within which it promises to start the command, and to be ready; 0: it has promised nothing */
	uint32_t grace_ms;         /* that the init may wait for others when its main child has ended */
};

#define PROCESS_INTERMEDIATE 1
#define PROCESS_OWN_SESSION 2
#define PROCESS_OWN_GROUP 4
#define PROCESS_JOINS 8
#define PROCESS_WAITS 16
#define PROCESS_INHERITED 32 /* the init has it from before its exec */
#define PROCESS_EXITED 64    /* and it has exited by then, with the code in the bits from PROCESS_CODE_SHIFT */
#define PROCESS_CODE_SHIFT 8
#define PROCESS_SUBREAPER (1 << 16)
#define PROCESS_CLONE_PARENT (1 << 17)
#define PROCESS_ENTERS (1 << 18) /* from outside, when it is forked */
#define PROCESS_SETUID (1 << 19)
#define PROCESS_LEADER_ENDS (1 << 20)
#define PROCESS_VFORK (1 << 21)

struct process {
	int16_t parent, join;
	uint32_t flags;
	uint64_t ignore, note, exit_now, exit_later; /* by signal; in none of them: default */
	char comm[16]; /* empty: as it is */
	uint32_t user; /* or USER_AS_IT_IS */
	uint32_t pid_of; /* whose id it gets, if that is free: the slot plus 1; 0: the next one */
};

struct reaction_exit {
	uint8_t slot, signal, code, reserved;
	uint32_t delay_ms;
};

enum op_code {
	OP_FORK, OP_EXIT, OP_DIE, OP_SIGNAL, OP_FREEZE, OP_THAW, OP_WAIT, OP_STORM,
	OP_TYPE, OP_HANG_UP, OP_RESIZE, OP_FOREGROUND, OP_READ, OP_WRITE, OP_ORPHAN, OP_SETPGID, OP_SETSID, OP_EXEC,
	/*
	 * The init, or a child of its before the exec (`from` 1), is held at its call `exit_code`, the `value`th since the op before it has begun,
	 * at the entry or (`to` 1) the exit; with a `signal` the call is not made and answered with that errno; then the next `count` ops are
	 * taken, then it goes on.
	 */
	OP_AT,
	OP_TRACEME, /* the actor has itself traced by its parent */
};

#define ANY_CALL 0xffff
/* fork, vfork, clone and clone3 alike: which one makes a process is the libc's business. */
#define ANY_FORK 0xfffe
enum recipient { TO_INIT, TO_EVERYBODY, TO_PROCESS, TO_GROUP };

#define OP_SETTLE 1
#define OP_OBSERVE 2 /* states, parents, groups of all are looked at when this op has settled */
#define OP_VALUE 4
#define OP_CORE 8

struct op {
	uint8_t code, flags, signal, to;
	int16_t slot, count, from;
	uint16_t exit_code;
	int32_t value; /* of a queued signal; ms of a wait; orphans of a storm; which text is typed; rows << 16 | columns */
};

/* A signal to the init while it starts, µs after its exec. */
struct early {
	uint32_t us, signal;
};

#define RESULT_MAIN 1   /* main has started */
#define RESULT_ZYGOTE 2 /* the init was forked from a zygote */

enum result_status { RESULT_TRACE, RESULT_HARNESS_ERROR, RESULT_NOT_EXECUTABLE };
enum bound { BOUND_NONE, BOUND_TIME, BOUND_BUSY, BOUND_EVENTS, BOUND_OUTPUT, BOUND_PROCESSES, BOUND_UNAVAILABLE, BOUND_UNREACHED, BOUND_MEMORY, BOUND_THREADS, BOUND_COMMANDS, BOUND_UNREADY };

/* Bits of `tampered`: where the record of a run disagrees with what only the kernel can have written. */
#define TAMPERED_RECORD 1   /* a process that is no actor has asked for the record */
#define TAMPERED_ROLE 2     /* the actor's program was started as one that it is not */
#define TAMPERED_IDENTITY 4 /* a process says to be one that the kernel does not show */
#define TAMPERED_FLOOD 8    /* the record was filled with more than a scenario makes: what came after is not in it */

/*
 * Followed by events, start state (struct start_state, directory, args, env), directory of the init, stdout, stderr; for a harness error by
 * its text.
 */
struct result {
	uint32_t size, id;
	uint8_t status, bound, ended, started; /* ended: wait_status is that of the init; started: bits of RESULT_* below */
	uint32_t wait_status, exit_after_op, exit_us, us, starts;
	uint32_t cpu_us, max_rss_kb, first_rss_kb, last_rss_kb, first_descriptors, last_descriptors;
	uint32_t waited_ms, waited_switches, waited_cpu_us;
	uint32_t events, start_bytes, stdout_bytes, stderr_bytes, directory_bytes;
	uint16_t tampered, threads; /* bits of TAMPERED_* above; the most threads that the target has had at once, in this run or before */
	uint32_t lent_us;           /* for which the run has given its CPU away, of `us` */
	uint64_t kept; /* of the descriptors that the launch opened: which the init has open when main has started */
};

enum event_kind {
	EVENT_NONE, EVENT_OP, EVENT_STARTED, EVENT_SIGNAL, EVENT_REAPED, EVENT_DIED, EVENT_GONE, EVENT_STOPPED,
	EVENT_CONTINUED, EVENT_MOVED, EVENT_SETTLED, EVENT_STRANGERS, EVENT_LEFT, EVENT_TERMINAL,
	EVENT_HELD, EVENT_CALL, EVENT_ARGUMENTS, EVENT_PATH,
};
/* What is due of an init: it has nothing to stay for, a zombie is its own, a signal is pending for it. */
#define DUE_END 1
#define DUE_ZOMBIE 2
#define DUE_SIGNAL 4

enum init_state { INIT_ASLEEP, INIT_FOREVER, INIT_STOPPED, INIT_BUSY, INIT_GONE };

/*
 * Ids are those inside, but for the init, which is 1, and a PID 1 that is somebody else, which is 0, as who is outside. op: a = index.
 * started: a pid, b ppid, c pgid, d sid. signal: n = number, a si_pid, b si_code, c value. reaped: a child's pid, b wait status. moved: n,
 * a parent (slot, or PARENT_*), b pgid, c sid. settled: a op, b init_state, c the time-out (ms) of a sleep that is longer than the contract
 * allows while something is due, n what (bits of DUE_*); 0 for none. strangers, left: a count; strangers of the start: children that an init had which has become main. held, call: n whose (1: a child's) and, in
 * bit 1, whether it is an exit; a = which of the init's calls, b = its number; of a call c = what it returned, slot who made it (0: the
 * init, n: the nth process that it has made). arguments: n the bytes of the path in the path events that follow, a to d the low halves of
 * the call's first three, and of the fourth; of the call before it, at its entry. path: 16 bytes in a to d. Of who is held c, d = which
 * signals it has blocked or catches (bits 1..32, 33..64). terminal: n whether its settings have changed, a group in the foreground, b bytes
 * that can be read.
 */
struct event {
	uint32_t us;
	uint8_t kind, n;
	int16_t slot;
	int32_t a, b, c, d;
};

#define PARENT_INIT (-1)
#define PARENT_OUTSIDE (-2)
#define PARENT_STRANGER (-3)

/* Identity of an open descriptor of main. */
enum file_identity { FILE_CLOSED, FILE_NULL, FILE_STDOUT, FILE_STDERR, FILE_EXTRA, FILE_OTHER, FILE_FULL, FILE_TERMINAL };

/* Of changed_limits; Linux has 16 resources. */
#define RAISED_LIMITS 16

struct start_state {
	int32_t pid, ppid, pgid, sid;
	uint64_t blocked, ignored;
	uint32_t mask;            /* umask */
	uint32_t changed_limits;  /* bit n for resource n that differs from the init's, and n + RAISED_LIMITS where its soft one is higher alone */
	uint8_t descriptors[64];  /* enum file_identity */
	uint16_t nice, no_new_privs;
	int32_t foreground; /* group in the foreground of its terminal, -1 for none */
	uint32_t user;
	uint64_t capabilities;    /* effective ones */
	uint32_t directory_bytes, args, args_bytes, env, env_bytes, reserved; /* then these texts, NUL-terminated each */
};

#endif
