/*
 * The system calls that the executor's own threads in a world need, and that are refused to all that they make: as filter-lines.h, set
 * last.
 */

/* A tracer that main has from before its exec owns it by its registers, though its memory cannot be read. */
REFUSE(ptrace)
/* A filter of the init's would answer main's system calls in the kernel's place. */
REFUSE(seccomp)
REFUSE_OPTION(prctl, 0, PR_SET_SECCOMP)
