/* What the guard does outside of the sandbox; guard.c. */
#ifndef GUARD_H
#define GUARD_H

#include "executor.h"

/* sources.c */
struct source open_source(const char *path);
void take_targets(struct sandbox *sandbox, char **words, int count);

/* cpu.c */
int choose_cpu(int index);
void pin(int cpu);

/* inherit.c */
void set_limits(void);
void become_led(int alive, rlim_t processes);
void reset_signals(void);
void leave_session(void);
void forget_arguments(int argc, char **argv);

/* ids.c */
/*
 * First id of the range that root's user namespace is mapped to: no account of a host lies there, so that nothing in the sandbox owns
 * anything outside. Without privilege only the own id can be mapped.
 */
#define UNUSED_IDS 1879048192u
#define ID_COUNT 65536u

void map_ids(pid_t worker, int root);

/* demote.c */
void demote_sandbox(pid_t worker);

#endif
