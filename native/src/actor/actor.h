/*
 * What the parts of an actor share. An actor is a scripted process of the tree: the init execs this program once, as main; the others are
 * clones of it that share its memory, one stack each, which to the init are ordinary processes. They take commands from the shared
 * memory, record what happens to them, and sleep in a futex in between. No C library.
 */
#ifndef ACTOR_H
#define ACTOR_H

#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/stat.h>
#include <linux/wait.h>
#include <linux/mman.h>
#include <linux/poll.h>
#include <linux/time.h>
#include <stddef.h>

#include <asm/stat.h>
#include "../shared.h"
#include "../sys.h"

#define STACK_SIZE 32768 /* one signal frame with the widest vector registers is 11 KiB */
#define ALL_SIGNALS (~0ULL)
#define BIT(n) (1ULL << ((n) - 1))
/* Of a wait status: that of a process that is traced, and lives (WIFSTOPPED of <sys/wait.h>). */
#define IS_STOPPED(status) (((status) & 0xff) == 0x7f)

/* At an address of its own, near the program's: a pointer to it would cost a page, and another place two more for its page tables. */
#define ctl ((struct ctl *)0x71000000)

/* record.c; compilers put calls to the first two where they like */
void *memset(void *to, int byte, unsigned long size);
void *memcpy(void *to, const void *from, unsigned long size);
void leave(int code) __attribute__((noreturn));
unsigned long now_ns(void);
void notify(void);
void record(int kind, int slot, int n, int a, int b, int c, int d);

/* signals.c */
void *set_action(int signal, void *handler);
unsigned long set_reactions(unsigned long which, const struct process *to);
int starts_clear(const struct process *parent, const struct process *child);
unsigned long differing(const struct process *parent, const struct process *child);
void set_mask(unsigned long mask);

/* fork.c */
extern char stacks[MAX_SLOTS][STACK_SIZE];
extern int ids_changed;
int own_slot(void);
int outer_id(const char *link);
void announce(int number);
void place(const struct process *spec);
void become(const struct process *spec);
void fork_slots(const struct command *command);

/* commands.c */
void obey(const struct command *command);
void become_root(int slot) __attribute__((noreturn));
void dump_core(int signal) __attribute__((noreturn));

/* storm.c */
void storm(int orphans);

/* terminal.c */
int foreground_group(void);
void use_terminal(int code);

/* report.c */
void report_start(char **args, char **env);

/* warden.c */
void begin_usher(void) __attribute__((noreturn));
void begin_warden(int ward) __attribute__((noreturn));

/* begin.c */
void have_oneself_traced(void);

/* actor.c */
void live(int number) __attribute__((noreturn));

#endif
