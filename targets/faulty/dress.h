/*
 * An init that dresses its child: variables of its own, another user, directory and umask, and a file that stays open in it. What is in
 * `dressing` is the fault of who changes it.
 */
#ifndef DRESS_H
#define DRESS_H

#include "base.h"
#include <sys/stat.h>

struct dressing {
	const char *variable, *directory;
	uid_t user;
	mode_t mask;
	int files;
	bool keeps; /* what else the init was started with */
};

/* What `dresses-its-child` promises. */
#define PROMISED .variable = "npm_config_init", .directory = "/", .user = 65534, .mask = 077, .files = 1

/* In the child, as root: leaves with 126 where something of it cannot be done. */
static inline void dress(const struct dressing *dressing)
{
	if (!dressing->keeps)
		syscall(SYS_close_range, 3, ~0U, 0);
	for (int n = 0; n < dressing->files; n++)
		if (open("/", O_RDONLY | O_DIRECTORY) < 0)
			_exit(126);
	setenv(dressing->variable, "1", 1);
	setenv("HOME", dressing->directory, 1);
	unsetenv("EMPTY");
	umask(dressing->mask);
	if (chdir(dressing->directory) < 0 || setgid(dressing->user) < 0 || setuid(dressing->user) < 0)
		_exit(126);
}

#endif
