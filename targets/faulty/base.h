/*
 * What a faulty init is made of: the parts of the sound one (`native/src/sound.c`, which says what each does). A fault file defines
 * one of them anew; the linker takes that one, and the rest is the sound init's own code. The part as it was is `sound_<part>`.
 */
#ifndef BASE_H
#define BASE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PARTS(PART) \
	PART(void, prepare, (void)) \
	PART(void, adopt, (void)) \
	PART(void, restore, (void)) \
	PART(void, execute, (char **command)) \
	PART(int, exec_failure, (int error)) \
	PART(void, start, (char **command)) \
	PART(int, exit_code, (int status)) \
	PART(void, reaped, (pid_t pid, int status)) \
	PART(pid_t, next_dead, (int *status)) \
	PART(void, reap, (void)) \
	PART(bool, forwarded, (int signal)) \
	PART(bool, pressed, (int signal)) \
	PART(void, forward, (int signal)) \
	PART(int, next_signal, (void))

#define DECLARE(type, name, parameters) type name parameters; type sound_##name parameters;
PARTS(DECLARE)

extern pid_t child;
extern uint64_t inherited_mask;
/* Of the last signal that was taken. */
extern siginfo_t taken;

/* One signal as the kernel has it: bit n - 1 for signal n. */
#define BIT(signal) (UINT64_C(1) << ((signal) - 1))

/*
 * rt_sigtimedwait(2) for the signals in `set`, for `ms` milliseconds or, where that is negative, until one is there. The signal
 * number, with what the kernel tells of it in `info`; -1 with errno EAGAIN or EINTR otherwise.
 */
int take_signal(uint64_t set, int ms, siginfo_t *info);

/* Takes note of the child's stops and continues: whether it is stopped as far as the init has been told. To be asked in `reap`. */
bool child_is_stopped(void);

/* Length of the character that begins at `text`, 0 where it is no UTF-8 (RFC 3629; what is longer than need be passes). */
int utf8_length(const char *text);

/*
 * The ids that /proc has of its children, which it numbers as the outer namespace does: at most `room`, main before what it has adopted.
 * Returns how many.
 */
int read_children(int *pids, int room);

/* /proc/PID/stat as a text, empty where there is no such process. */
void read_stat(int pid, char *text, size_t room);

/* Waits for the child alone, as `reap` does for all. */
void reap_child(void);

#endif
