/* What the guard does outside of the sandbox; guard.c. */
#ifndef GUARD_H
#define GUARD_H

#include <sys/types.h>

/* demote.c */
void demote_sandbox(pid_t worker);

#endif
