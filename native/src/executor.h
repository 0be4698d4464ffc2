/* What the parts of the executor share. See README.md for how they fit together. */
#ifndef EXECUTOR_H
#define EXECUTOR_H

#define _GNU_SOURCE
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <termios.h>
#include <unistd.h>

#include "die.h"
#include "shared.h"

/*
 * Descriptors of the executor itself lie above those that a scenario can name, and above all that a run opens: two for each process, and
 * some for the init and the terminal. So what is below is the run's.
 */
#define FIRST_OWN_FD (2 * MAX_SLOTS + 112)

/*
 * For what a child does on a stack of the executor's until its exec: AddressSanitizer marks the variables there, and the marks would be
 * left for the next child.
 */
#define IN_CHILD __attribute__((no_sanitize("address")))

struct source {
	int fd;
	const char *name;
};

/* A file or directory of the host that a target asks for, and where it is inside. `copied`: each run has a copy that it can write to. */
struct asked {
	char *from, *at;
	int copied;
	int mount; /* of it alone, which belongs to nowhere yet, where root has made one; else -1 */
	mode_t kind;
};

/* An init, and how many files of the host it asks for: of `asked` from the first on. */
struct target {
	struct source source;
	char *path;      /* inside */
	char *own_place; /* where it is on the host, if it is to be there inside too */
	char *directory; /* in which it is started; NULL: / */
	int first_asked, asked, copies;
	uint32_t threads; /* of it, the most that have been seen; 0: never looked at */
};

/* descriptor.c */
int raised(int low);
int kept(int low);

/* sandbox.c */
struct sandbox {
	int socket;      /* to Node */
	int turn, queue; /* locks: one tree at a time on a CPU (turn.c) */
	int proc;        /* the worker's /proc */
	int own_pids;    /* its PID namespace */
	int cgroup;      /* the version of the control group that bounds it all, as in cgroup.h; and two of its files */
	int cgroup_usage, cgroup_events;
	int oom_score;   /* its oom_score_adj there, and what that is when no process is being made */
	char own_oom_score[8];
	int extra;       /* what further descriptors of the init are opened as, in a run that has some */
	int full;        /* a pipe that has no room, likewise */
	int last_pid;    /* ns_last_pid, of the PID namespace of who writes to it (proc_sys_kernel(5)); -1 where there is none */
	int record;      /* the memory that is shared with actors, and where it is mapped */
	struct ctl *ctl;
	int fifo, cores, userns;
	int ids;         /* how many user ids there are */
	struct target *targets;
	int target_count;
	struct asked *asked;
	int asked_count;
	dev_t shown_device;         /* identity of the files that actors run */
	ino_t actor_ino, setuid_ino;
	int secret_is_kept;         /* or by what only they know */
	unsigned char secret[SECRET_SIZE];
	dev_t device;               /* and of those that the init gets as descriptors 0, 1, 2 and further ones */
	ino_t null_ino, out_ino, err_ino, extra_ino;
	ino_t full_ino;
	dev_t null_dev, full_dev;
	struct rlimit limits[LIMIT_COUNT];
};

void sandbox_enter(struct sandbox *sandbox, const struct source *actor);

/* standard.c */
void standard_open(struct sandbox *sandbox);
int standard_refresh(struct sandbox *sandbox);
void standard_add(struct sandbox *sandbox, int extra, int full);

/* ipc.c */
void ipc_open(void);
int ipc_refresh(void);
unsigned ipc_generation(void);
void ipc_join(void);
uint64_t ipc_memory(void);

/* helper.c */
/* A thread that does what it is called for. Futexes: `asked` is raised by the caller, `done` by the thread. */
struct helper {
	void (*body)(void *argument);
	void *argument;
	uint32_t asked, done, awaited;
};

void start_thread(void *(*body)(void *), void *argument);
void helper_start(struct helper *helper);
void helper_start_lower(struct helper *helper, int priority);
void helper_call(struct helper *helper, void (*body)(void *argument), void *argument);
void helper_ask(struct helper *helper, void (*body)(void *argument), void *argument);
int helper_wait(struct helper *helper, unsigned ms);
void helper_await(struct helper *helper);
int helper_is_done(const struct helper *helper);

/* world.c */
struct world;
void worlds_start(const struct sandbox *sandbox);
struct world *world_of(int binary, int has_proc);
void worlds_refresh(void);
struct helper *world_tracer(struct world *world);

/* gate.c */
void gate_start(const struct sandbox *sandbox);
void gate_listen(int listener);
void gate_leave(int listener);
void gate_open(const struct world *world);
int gate_has_refused(void);
int gate_is_busy(void);

/* program.c */
int program_is_sound(const struct program *program, size_t size, int binaries);

/* buffer.c */
struct buffer {
	char *data;
	size_t used, room;
};

void *buffer_add(struct buffer *buffer, const void *bytes, size_t size);

/* run.c */
enum life { LIFE_UNBORN, LIFE_LIVE, LIFE_ZOMBIE, LIFE_GONE };

/* The id of a process that was gone before it could be asked for: above any that there can be (PID_MAX_LIMIT). */
#define NOBODY 0x7fffffff

/* What the executor knows of a process of the scenario. Ids are outer ones. */
struct watch {
	enum life life;
	char state; /* of /proc/PID/stat, as last read */
	int stopped;
	int overdue; /* a zombie that the init has been given its time for */
	pid_t outer, parent, group, session;
	pid_t first_group, first_session; /* when it was first looked at, and what it had called them, by ids inside */
	int inner_group, inner_session;
	int pidfd, stat_fd;
	pid_t entered; /* the process that was made to enter as this one; 0: none */
	pid_t usher; /* who has made it, outside of the namespace, where it has entered */
};

/* No time-out; one that is not to be told; ms. */
#define FOREVER_MS UINT32_MAX
#define UNTOLD_MS (UINT32_MAX - 1)
/* Longest sleep of an init, ms, that a contract can allow (fuzz/cases/target-file.ts). A longer one is as good as for ever. */
#define LONGEST_MS 10000

/* How a thread sleeps: for how long at most, ms, and which signals end that, bit n - 1 for signal n, where it waits for some. */
struct sleep {
	uint32_t ms;
	uint64_t awaited;
};

/*
 * How the threads of the init sleep. `within`: the longest of their time-outs that the contract allows; `late`: the shortest of the others,
 * ms; 0: none. `pausers`: how many threads sleep for a time that the contract allows; `pauses`: how often these have gone to sleep;
 * `moves`: how often the others.
 */
struct rest {
	uint32_t threads, within, late;
	int alive, timed, untold;
	unsigned pausers, pauses, moves;
	uint64_t awaited;
};

/* The terminal of a run; the descriptors are -1 where there is none, `master` also once it has hung up. */
struct terminal {
	int master, slave;
	dev_t dev;
	ino_t ino;
	struct termios settings; /* as they should be */
	size_t used;             /* of what came out, and was kept */
	uint64_t total;
	int foreground, input, changed; /* as last recorded */
};

struct run {
	struct sandbox *sandbox;
	struct world *world;
	const struct program *program;
	const struct process *processes;
	const struct reaction_exit *exits;
	const struct op *ops;
	const struct early *early;
	char **argv, **envp, **typed;
	const char *ready_line; /* a text in the line by which the init says that it is ready, or NULL: it does not */
	const char *script; /* what the file of the command is to be, or NULL */
	struct terminal terminal;
	struct buffer *out;
	size_t head;      /* offset of the result's head in `out` */
	struct result result;
	pid_t init;
	pid_t first; /* PID 1 of the namespace: the init, or the warden */
	pid_t parent; /* of the init, where that is neither us nor the warden; 0 otherwise, and once it has ended */
	int first_pidfd, init_syscall, init_stat, init_statm, init_tasks;
	unsigned long signalfd; /* a descriptor of the init that is known to be one, plus 1 */
	int namespace; /* the PID namespace of the init, once it was asked for */
	int init_is_main; /* the init has become the command: slot 0 is it */
	int from_zygote, init_gone, careful, overdue, storm_overdue;
	int traced; /* the init is, since the program holds it or records its calls */
	int begun;   /* the start is over */
	int holding; /* ops that are still to be taken while somebody is held */
	uint32_t storm; /* orphans of all storms of the program */
	rlim_t room;  /* RLIMIT_NPROC, where the launch limits the processes */
	int parented; /* the init has a parent that ends before it */
	int inherits; /* the init has children from before its exec */
	int unborn;   /* one of them, or one that enters, did not come up */
	int stops, init_stops, cores; /* what the program can do: stop an actor, the init; dump a core */
	int traps; /* an actor is traced by its parent, and stopped by each signal, that of a child's death among them */
	int awaited; /* the signal that is on its way through the init to main, and nothing else is going on; 0: none */
	int idle;    /* nothing that is going on concerns the init, or no longer */
	uint32_t tampered; /* bits of TAMPERED_* */
	unsigned drained, events, op;
	enum bound bound;
	enum init_state init_state;
	struct rest rest;      /* while it sleeps */
	struct {
		unsigned begun;         /* pauses and moves, when it began to be waited for */
		unsigned moves, pauses; /* when last looked at, those of the record among them; pauses when these were so many first */
		uint64_t moved_ns;      /* since when there were no more moves */
	} pausing;
	uint32_t late_start;   /* its command has ended, and it sleeps for so long, ms; 0: no such thing */
	uint64_t sent;         /* signals that have come to the init so far, or may have, bit n - 1 for signal n */
	uint64_t left_pending; /* signals that it has been given its time for, bit n - 1 for signal n */
	uint64_t lent_ns; /* for which it has given its turn away */
	char directory[256]; /* of the init, when main has started */
	struct watch watches[MAX_SLOTS];
	uint64_t started_ns, memory_looked_ns;
	uint64_t shared_before; /* of the machine at the first look, bytes, less what the run had; 0: none yet */
	uint64_t group_before;  /* of the control group at the first look, bytes; 0: none yet */
};

void run_program(struct sandbox *sandbox, const struct program *program, struct buffer *out);
uint64_t now_ns(void);

/* prepare.c */
int prepare(struct run *run, struct sandbox *sandbox, const struct program *program, struct buffer *out);

/* events.c */
void run_event(struct run *run, int kind, int slot, int n, int a, int b, int c, int d);
int can_translate(void);
void find_namespace(struct run *run);
pid_t to_outer(struct run *run, int inner);
pid_t thread_to_outer(struct run *run, int inner);
int told_id(const struct run *run, int inner);
int told_parent(const struct run *run, int inner, int parent);
void drain_events(struct run *run);
int at_hole(struct run *run);
int pass_hole(struct run *run);

/* result.c */
void result_finish(struct run *run, uint32_t id);
void result_refuse(struct run *run, uint32_t id, enum result_status status, const char *text);

/* launch.c */
void launch_enter(struct run *run);
int launch_is_plain(const struct program *program);
void launch_enter_directory(const struct run *run);
struct rlimit launch_limit(const struct run *run, int resource);

/* privilege.c */
int launch_is_available(const struct run *run);
void launch_make_room(struct run *run);
void launch_bound(const struct run *run);
void drop_capabilities(void);
void become_user(uint32_t user);

/* bear.c */
void bear_children(struct run *run);

/* enter.c */
void enter(struct run *run, int slot);
void dismiss_ushers(struct run *run);

/* pid.c */
void choose_pid(struct run *run, int pid);

/* spawn.c */
/* This machine does not let an init be traced. */
#define UNTRACEABLE (-1)

struct launch;
int spawn_init(struct run *run);
void launch_traced(struct launch *launch);
void exec_actor(char what, int number) __attribute__((noreturn));
void take_tree_priority(const struct sandbox *sandbox);
void spawn_among(struct run *run, void (*body)(void *argument), void *argument);
void expendable_from_here(const struct sandbox *sandbox);
void expendable_to_here(const struct sandbox *sandbox);

/* tracer.c */
/* Calls of the init that are recorded in one run: a start takes 20 to 90, a step some 5. */
#define MAX_CALLS 8192
/* Of a path, bytes: tells /lib/x86_64-linux-gnu/libc.so.6 (31) from what is not a library, also below a prefix. A multiple of 16. */
#define PATH_KEPT 64

/* At which call who is to be held: `nth` (0: nowhere) of those with the number, counted from when it is asked for. */
struct placement {
	int number, nth, exits, child;
	int error; /* the call is answered with, and not made; 0: it is made */
};

/* A call of the init, or of a child of its before the exec. `index`: which of the init's, from 1. */
struct call {
	int index, number, result;
	uint8_t exits, child;
	int16_t who;        /* 0: the init; n: the nth process that it has made */
	/* At its entry: low halves of its first four arguments; the path among them, cut where it is longer. */
	int32_t arguments[4];
	char path[PATH_KEPT + 1];
};

void tracer_prepare(void);
void tracer_launch(struct run *run, struct launch *launch);
void tracer_want(const struct placement *placement);
int tracer_holds(void);
int tracer_holds_init(void);
int tracer_holds_child(void);
int tracer_holds_thread(pid_t thread);
int tracer_is_frozen(void);
int tracer_froze_all(void);
void tracer_thaw(void);
struct call tracer_held_at(void);
void tracer_release(int last);
int tracer_next_call(struct call *call);
void tracer_end(void);

/* hold.c */
void hold_arm(const struct run *run, unsigned next);
void hold_begin(struct run *run, const struct op *op);
int hold_can_take(const struct run *run, const struct op *op);
void hold_step(struct run *run);
void hold_record(struct run *run);

/* zygote.c */
void zygotes_discard(const struct world *world);
int zygote_spawn(struct run *run);
int zygote_is(pid_t pid);

/* ops.c */
void op_begin(struct run *run, const struct op *op);

/* Of the flags in /proc/PID/stat: it has come to do_exit (include/linux/sched.h). */
#define PF_EXITING 4

/* proc.c */
void proc_is(int proc);
int open_proc(pid_t pid, const char *file);
int open_meminfo(void);
int open_proc_as(pid_t pid, const char *file, int flags);
ssize_t read_proc(int fd, char *text, size_t room);
char read_state(int fd, pid_t *parent, pid_t *group, pid_t *session);
int is_exiting(int fd);
char state_of(struct run *run, int slot, pid_t *parent, pid_t *group, pid_t *session);
pid_t next_process(DIR **walk);
int is_known(const struct run *run, pid_t pid);
int strangers(struct run *run, int *awake);
/* /proc/PID/status takes 1500 bytes, with a line for each memory node of the machine. */
#define STATUS_ROOM 4096

const char *status_field(pid_t pid, const char *field, char *text, size_t room);
uint64_t status_mask(pid_t pid, const char *field);
int all_are_stopped(struct run *run);
int storm_zombies(struct run *run);
void kill_all(void);

/* memory.c */
void memory_look(struct run *run);
void memory_conclude(struct run *run);

/* init.c */
int asleep(struct run *run, int slot);
enum init_state look_at_init(struct run *run);
int keeps_namespace(const struct run *run);
int goes_on(const struct run *run);
int starts_nothing(const struct run *run);
int own_strangers(struct run *run);
int is_subreaper(const struct run *run);
void reap_init(struct run *run);
void init_usage(struct run *run, const struct rusage *usage);
uint64_t init_cpu_ns(struct run *run);
unsigned init_resident_kb(struct run *run);
unsigned init_status(struct run *run, const char *field);
unsigned count_descriptors(struct run *run);
uint64_t descriptors_among(struct run *run, uint64_t wanted);

/* sleep.c */
int sleep_of(struct run *run, pid_t thread, const char *text, struct sleep *sleep);

/* rest.c */
uint32_t allowed_ms(const struct run *run);
int has_run_out(uint64_t since, uint32_t ms);
uint32_t count_init_threads(struct run *run);
enum init_state look_at_threads(struct run *run, const char *text);
int has_paused(struct run *run, uint64_t since);
int have_all_stopped(struct run *run);
unsigned init_switches(struct run *run);

/* observe.c */
int is_over(const struct run *run);
int inner_id(struct run *run, pid_t outer);
int parent_lives(const struct run *run, const struct watch *watch);
void observe(struct run *run, int all);
void observe_reaped(struct run *run);

/* terminal.c */
void terminal_open(struct run *run);
void terminal_control(const struct run *run);
uint64_t terminal_output(struct run *run);
const char *terminal_shown(const struct run *run, size_t *size);
void terminal_type(struct run *run, const char *text);
void terminal_hang_up(struct run *run);
void terminal_resize(const struct run *run, int rows, int columns);
void terminal_look(struct run *run);

/* turn.c */
void turn_open(struct sandbox *sandbox, int cpu);
int turn_try(const struct sandbox *sandbox);
void turn_wait(const struct sandbox *sandbox);
void turn_leave(const struct sandbox *sandbox);
void turn_lend(struct run *run, unsigned ms);

/* quiet.c */
uint64_t switches(void);
void nap(struct run *run, unsigned tries);
int exhausted(struct run *run, uint64_t since, uint64_t cpu);
int must_look(uint64_t *looked);
void wait_until_quiet(struct run *run);

/* settle.c */
void settle(struct run *run, int observe_all);
void wait_for_start(struct run *run);

/* ready.c */
void wait_until_ready(struct run *run);

/* dry.c */
void dry_start(void);
void wait_until_dry(void);

/* watchdog.c */
void watchdog_start(void);
void watchdog_begin(void);
void watchdog_enter(void);
void watchdog_leave(void);
void watchdog_lend(pid_t init);
int watchdog_demoted(void);
void demote_tree(const struct run *run);
void watchdog_progress(void);

#endif
