/* The files that sandboxes show: root.c makes them, sandbox.c and world.c build on them. */
#ifndef ROOT_H
#define ROOT_H

#include "executor.h"

#include <limits.h>

/* Where the worker's own root is built before it becomes that: a directory that every machine has. */
#define ROOT "/tmp"
/* Below it: what all worlds show; what targets ask for beside; copies of the inits; files that inits write to without naming them. */
#define SHOWN "/shown"
#define ASKED "/asked"
#define INITS "/inits"
#define WRITTEN "/written"
/* Files that the targets of one executor ask for, in all: each is a mount of the worker's, which every world begins with. */
#define MAX_ASKED 64

/* root-parts.c */
void need(int result, const char *what);
void make_read_only(const char *path, int ours);
void make_parents(const char *path);
void make_file(const char *path, mode_t mode, const char *text);
void make_mountpoint(const char *path, mode_t kind);
void make_devices(const char *root);
void copy_file(int from, const char *to, mode_t mode);

/* id-map.c */
int open_id_map(const char *proc, const char *map);

/* capabilities.c */
void bound_capabilities(int also);

/* root.c */
int make_root(const struct source *actor, struct sandbox *sandbox);

/* copy-tree.c */
void copy_tree(int from, int to);

/* actor-file.c */
int show_actor(const struct source *actor, const char *to, unsigned char secret[SECRET_SIZE]);

#endif
