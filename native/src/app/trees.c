/*
 * What the application sees of the machine, opened before anything lies over it. Where root runs this, each folder becomes a mount of its
 * own: read-only, without devices; and what is the application's own keeps its owners, by a mount that maps their ids to those of the user
 * namespace (mount_setattr(2), MOUNT_ATTR_IDMAP). What is the machine's keeps them not: there all is nobody's, so that what only root may
 * read stays unread.
 */
#include "app.h"
#include "../guard.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* Of linux/mount.h, which does not go with <sys/mount.h>. */
#define IDMAP 0x00100000
#define READ_ONLY 1
#define NO_DEVICES 4

/* Programs, libraries and settings of the machine, shown where no root is given. The rest is empty: /home, /root, /srv, and /var, /run, /tmp. */
static const char *const machines[] = { "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", NULL };

static int set_attributes(int tree, uint64_t set, int userns)
{
	struct { uint64_t set, clear, propagation, userns; } attributes = { set, 0, MS_PRIVATE, (uint64_t)userns };

	return (int)syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &attributes, sizeof attributes);
}

static void open_tree_of(struct shown *shown, int map)
{
	int tree = (int)syscall(SYS_open_tree, AT_FDCWD, shown->from, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);

	if (tree < 0 || set_attributes(tree, READ_ONLY | NO_DEVICES, 0) < 0) {
		fprintf(stderr, PROGRAM ": cannot show %s: %s\n", shown->from, strerror(errno));
		_exit(EXIT_USAGE);
	}
	/* A file system that maps no ids (EINVAL): all is nobody's there, as told by view.c. */
	if (shown->own && map >= 0 && set_attributes(tree, IDMAP, map) < 0)
		shown->own = 0;
	shown->tree = kept(tree);
}

/* Adds what is the machine's, before what is the application's own, so that this lies above it. Links are made again (view.c). */
static void add_machines(struct config *config)
{
	struct shown own[MAX_SHOWN];
	int count = config->shown_count, added = 0;
	struct stat file;

	memcpy(own, config->shown, sizeof own);
	for (int i = 0; machines[i]; i++)
		if (lstat(machines[i], &file) == 0 && added + count < MAX_SHOWN)
			config->shown[added++] = (struct shown){ machines[i], machines[i], -1, 0 };
	memcpy(config->shown + added, own, (size_t)count * sizeof *own);
	config->shown_count = added + count;
}

/* Opens all that is shown; ROOT: the caller is root of the machine, and may make mounts. */
void open_trees(struct config *config, int root)
{
	char ids[64];
	struct stat file;
	int map;

	/* As those of the host will be (ids.c). */
	snprintf(ids, sizeof ids, "0 %u %u", UNUSED_IDS, ID_COUNT);
	map = root ? open_id_map("/proc", ids) : -1;
	if (!config->has_root)
		add_machines(config);
	for (int i = 0; root && i < config->shown_count; i++)
		if (lstat(config->shown[i].from, &file) == 0 && !S_ISLNK(file.st_mode))
			open_tree_of(&config->shown[i], map);
	if (map >= 0)
		close(map);
}
