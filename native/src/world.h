/*
 * A world: what the inits of one target see. A mount namespace with a root of its own, in which nothing of another target is, and the
 * threads that make processes there, under the filter of system calls.
 */
#ifndef WORLD_H
#define WORLD_H

#include "executor.h"

#include <sys/stat.h>
#include <sys/vfs.h>

/* A directory in which inits can write, as it was when nobody had. */
struct place {
	int fd;
	struct stat as_new;
	struct statfs usage;
};

/* PLACE_ROOT and PLACE_OWN are where cores are dumped. */
enum { PLACE_ROOT, PLACE_OWN, PLACE_TMP, PLACE_SHM, PLACES };

/* Of a merged /usr there are seven. */
#define MAX_LINKS 16

struct world {
	int used;       /* 0: none */
	int binary, has_proc;
	uint64_t asked_for; /* when it was last asked for, ns */
	int mounts;     /* its mount namespace */
	struct place places[PLACES];
	struct { char name[16]; struct stat as_new; } links[MAX_LINKS]; /* in its root */
	int link_count;
	int spoilt;     /* an init has left something in it */
	unsigned ipc;   /* which of the executor's IPC namespaces its threads are in */
	struct helper spawner, tracer; /* the latter may trace, and its children need what completes the filter */
	int listeners[2]; /* of their filters */
};

/* world-build.c */
void world_build_open(const struct sandbox *sandbox);
void world_build(void *argument);

/* places.c */
void places_note(struct world *world);
void places_inspect(struct world *world, int touched);
void places_watch(const char *path);
uint64_t places_memory(const struct world *world);

#endif
