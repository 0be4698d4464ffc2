/* The control group that bounds the memory of an executor; cgroup.c. */
#ifndef CGROUP_H
#define CGROUP_H

#include <limits.h>
#include <stdint.h>
#include <sys/types.h>

/* As `struct hello` has it. */
enum { CGROUP_NONE, CGROUP_V1, CGROUP_V2 };

struct cgroup {
	int version;
	int usage, events; /* open files: how many bytes are in use; how many processes the OOM killer has ended */
	char directory[PATH_MAX];
};

/* cgroup-parent.c */
int cgroup_parent(int version, char *directory, size_t room);

/* cgroup.c */
int cgroup_file(const char *directory, const char *name, int flags);
void cgroup_make(struct cgroup *group, uint64_t bytes);
void cgroup_enter(struct cgroup *group, pid_t pid);
void cgroup_remove(const struct cgroup *group);
void cgroup_sweep(void);

#endif
