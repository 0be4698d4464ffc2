/*
 * The actor's program, as sandboxes show it: to be run by all and read by nobody. The kernel makes a process that runs what its user may
 * not read unreadable itself, from its first instruction on (fs/exec.c: would_dump): no moment is left in which an init could open the
 * memory of main. And what the program has in it only actors know: a secret, by which the gate knows them (gate.c).
 *
 * Root of the sandbox may read what belongs to a user of the sandbox. The program belongs to nobody: it is shown by a mount
 * that maps ids so that its owner has none (mount_setattr(2), MOUNT_ATTR_IDMAP; of a tmpfs since Linux 6.3).
 */
#include "root.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define HIDDEN ROOT "/actor"
/* Larger than the program will ever be, bytes. */
#define ROOM (1 << 20)
/* Of linux/mount.h, which does not go with <sys/mount.h>. */
#define IDMAP 0x00100000
#define CLONE_TREE 1
#define FROM_DESCRIPTOR 4

/* Id 0 outside is 1 inside: so 0, as which a file system stores what belongs to its root, is nobody. */
#define ROOT_IS_NOBODY "1 0 1"

/* Mounts the file at `from` over that at `to`, so that it belongs to nobody. Returns 0, or -1 where this machine cannot. */
static int show_as_nobodys(const char *from, const char *to)
{
	struct { uint64_t set, clear, propagation, userns; } attributes = { IDMAP, 0, 0, 0 };
	int map, tree, done = -1;

	/* What has changed its ids is nobody's in /proc, and so would be its child: here nobody is inside yet who could look. */
	prctl(PR_SET_DUMPABLE, 1);
	map = open_id_map(ROOT "/proc", ROOT_IS_NOBODY);
	tree = map < 0 ? -1 : (int)syscall(SYS_open_tree, AT_FDCWD, from, CLONE_TREE | O_CLOEXEC);
	attributes.userns = (uint64_t)map;
	if (tree >= 0 && syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &attributes, sizeof attributes) == 0)
		done = (int)syscall(SYS_move_mount, tree, "", AT_FDCWD, to, FROM_DESCRIPTOR);
	close(tree);
	close(map);
	return done;
}

/* Writes the program to `to`, with the secret in the place that it has for it. Ends the executor where there is no such place. */
static void write_with_secret(int from, const char *to, const unsigned char secret[SECRET_SIZE])
{
	static char program[ROOM];
	ssize_t size = pread(from, program, sizeof program, 0);
	char *place = size > 0 ? memmem(program, (size_t)size, SECRET_PLACE, SECRET_SIZE) : NULL;
	int fd = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0711);

	need(fd, "cannot copy the actor");
	if (!place)
		die(EXIT_HARNESS, "the actor's program has no place for a secret");
	memcpy(place, secret, SECRET_SIZE);
	need(write(fd, program, (size_t)size) == size ? fchmod(fd, 0711) : -1, "cannot copy the actor");
	memset(program, 0, sizeof program);
	close(fd);
}

/*
 * Shows the actor's program at `to`, an empty file, and fills in the secret. Returns 1, or 0 where this machine cannot hide it: then it is
 * a copy as any, and the gate knows it by its place.
 */
int show_actor(const struct source *actor, const char *to, unsigned char secret[SECRET_SIZE])
{
	need(getrandom(secret, SECRET_SIZE, 0) == SECRET_SIZE ? 0 : -1, "cannot draw a secret");
	write_with_secret(actor->fd, HIDDEN, secret);
	if (show_as_nobodys(HIDDEN, to) == 0)
		return 1;
	unlink(HIDDEN);
	unlink(to);
	copy_file(actor->fd, to, 0755);
	return 0;
}
