/* Shared by zygote.c, which asks zygotes for inits, and zygote-boot.c, which makes zygotes. */
#ifndef ZYGOTE_H
#define ZYGOTE_H

#include <stdint.h>
#include <sys/types.h>

/*
 * Kept by the executor and, for as long as nobody has forked, by a zygote too: a page of shared memory. Offsets stand in the assembly of
 * zygote-boot.c.
 */
struct zygote_control {
	uint32_t asked; /* futex: raised by the executor for each init that it wants */
	uint32_t taken;
	uint32_t done;  /* futex: raised by the zygote */
	int32_t pid;    /* of the last init, or a negative errno */
};

pid_t zygote_boot(const char *path, char **argv, char **envp, int control_fd, int fifo);

#endif
