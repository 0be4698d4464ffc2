/* Ends a program with a message. The first part is constant: Node groups by it. Nothing is cleaned up: the kernel does that. */
#ifndef DIE_H
#define DIE_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Exit codes of the executor, read by fuzz/execute/. */
#define EXIT_USAGE 2
#define EXIT_MACHINE 3 /* this machine does not allow what is needed */
#define EXIT_HARNESS 70

/* Which program says it: the Makefile says so for others. */
#ifndef PROGRAM
#define PROGRAM "executor"
#endif

#define die(code, constant) (fprintf(stderr, PROGRAM ": %s\n", constant), _exit(code))
#define die_errno(code, constant) (fprintf(stderr, PROGRAM ": %s: %s\n", constant, strerror(errno)), _exit(code))

#endif
