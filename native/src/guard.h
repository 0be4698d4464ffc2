/* What the guard does outside of the sandbox; guard.c. */
#ifndef GUARD_H
#define GUARD_H

#include <sys/types.h>

/* inherit.c */
void set_limits(void);
void limit_processes(void);
void reset_signals(void);
void leave_session(void);
void forget_arguments(int argc, char **argv);

/* ids.c */
void map_ids(pid_t worker, int root);

/* demote.c */
void demote_sandbox(pid_t worker);

#endif
