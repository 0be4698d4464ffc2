/*
 * The suite of hostile inits. An attempt is a row of a table: what it is called, where it is made from, what it tries, and how. Each
 * runs in a process of its own and says on stdout `NAME done` where it got what it wanted, else `NAME` and the kernel's answer.
 */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* What test/execute/hostile.test.ts puts outside of the sandbox (native/test/stage.c), and what an attempt would leave there. */
#define STAGED "initproof-staged"
#define WAS_HERE "initproof-was-here"

/* Where from: a constructor, or main. */
enum place { BEFORE = 1, MAIN = 2, BOTH = 3 };

/* `body` returns a negative number and sets errno where the attempt fails. `path` and `number` are what it is about. */
struct attempt {
	const char *name;
	enum place from;
	const char *what;
	long (*body)(const struct attempt *self);
	const char *path;
	long number;
	int argument; /* of a line of the filter: which argument has the value; -1 for none */
	long value;
};

struct table {
	const char *name;
	const struct attempt *rows;
	int count;
};

/* Made upon the exec of the actor, and upon who enters: `pid` is its id inside, `outer` in /proc. What is not there is NULL. */
struct trick {
	const char *name, *what;
	void (*in_child)(void);                                                     /* before the exec, in the process that becomes the actor */
	long (*in_window)(const struct trick *self, pid_t pid, pid_t outer);        /* it is stopped after the exec, before its first instruction */
	long (*later)(const struct trick *self, pid_t pid, pid_t outer);            /* when it runs; what it returns is the outcome */
	const char *path;
};

/* What one run leaves for the next. `find` returns whether an earlier one has left it, negative for no. */
struct mark {
	const char *name, *what;
	long (*find)(const struct mark *self);
	void (*leave)(const struct mark *self);
	const char *path;
	long number;
};

extern const struct table reach, files, mounts, kernel, lines, others;
extern char **command;

/* main.c */
void say(const char *name, long result);
pid_t start_command(void);
void __attribute__((noreturn)) sleep_for_ever(void);
/* modes.c */
void run_mode(const char *name);
/* tricks.c */
void run_trick(const char *name);
void run_entered(const char *name);
/* marks.c */
void mark_before(const char *name);
void run_mark(const char *name);
/* common.c */
long refused(int error);
long call_i386(long number, long a, long b, long c, long d);
long reads(const struct attempt *self);
long opens(const struct attempt *self);
long overwrites(const struct attempt *self);
long makes_file(const struct attempt *self);
pid_t next_in_proc(void **walk);
int status_number(pid_t outer, const char *field, int column);
pid_t outer_of(pid_t inner);

#endif
