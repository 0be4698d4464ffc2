/*
 * The system calls that the executor's own threads in a world need, and that are refused to all that they make: as filter-lines.h, set
 * last.
 */

/*
 * A tracer of main owns it by its registers, though its memory cannot be read. But for the one request by which an actor has its parent
 * trace it, and only from an actor (filter.c: ask_gate): such a tracer can wait for the actor's stops, and no request of its own is let
 * through.
 */
REFUSE(ptrace)
/* A filter of the init's would answer main's system calls in the kernel's place. */
REFUSE(seccomp)
REFUSE_OPTION(prctl, 0, PR_SET_SECCOMP)
/*
 * Where and when the processes of a run take turns is the executor's: who moves to another CPU or class (taskset(1), chrt(1)) runs beside
 * it, and is not at rest when it looks. A container may do so, and its programs give up where it fails: they are told that it went well.
 */
IGNORE(sched_setaffinity)
IGNORE_UNLESS(sched_setscheduler, 3, OWN_PRIORITY)
IGNORE(sched_setparam)
IGNORE(sched_setattr)
