/* Files of the host that the command line names: the actor, and the inits with what they ask for. */
#include "root.h"
#include "guard.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <linux/openat2.h>

/* Inits of one executor: what is compared, or bisected, at once. */
#define MAX_TARGETS 64

/* Opens a file of the host that is to be copied into the sandbox; NAME is the last part of its path. */
struct source open_source(const char *path)
{
	struct source source = { open(path, O_RDONLY | O_CLOEXEC), strrchr(path, '/') };

	if (source.fd < 0) {
		fprintf(stderr, "executor: cannot open %s: %s\n", path, strerror(errno));
		_exit(EXIT_USAGE);
	}
	source.fd = kept(source.fd);
	source.name = strdup(source.name ? source.name + 1 : path);
	return source;
}

/*
 * Root can look into folders that are closed to ids which are nobody's (a cache in /root), so it makes a mount of what a target asks for:
 * read-only, without devices and set-uid programs, and no part of any group in which mounts are passed on. Returns its descriptor, or -1
 * where the worker has to open the path itself (root.c), or to say why nobody can.
 */
static int mount_alone(const char *path)
{
	struct { uint64_t set, clear, propagation, userns; } attributes = { 1 | 2 | 4 /* RDONLY, NOSUID, NODEV */, 0, MS_PRIVATE, 0 };
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS };
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how), tree;

	if (fd < 0)
		return -1;
	tree = (int)syscall(SYS_open_tree, fd, "", AT_EMPTY_PATH | 0x8000 /* AT_RECURSIVE */ | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	close(fd);
	if (tree < 0)
		return -1;
	if (syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | 0x8000, &attributes, sizeof attributes) == 0)
		return kept(tree);
	close(tree);
	return -1;
}

/* What the last target asks for beside; at its own place unless the next word says another one. */
static void ask_for(struct sandbox *sandbox, const char *from, int copied)
{
	struct target *target = &sandbox->targets[sandbox->target_count - 1];
	char *path = strdup(from);

	target->asked++;
	target->copies += copied;
	sandbox->asked[sandbox->asked_count++] = (struct asked){ path, path, copied, mount_alone(path), 0 };
}

/* Takes a word that is said of the last target. Returns whether it is one, by its first letter: the path of an init is absolute. */
static int take_word(struct sandbox *sandbox, const char *word)
{
	struct target *target = &sandbox->targets[sandbox->target_count - 1];

	if (word[0] == '+' || word[0] == '*')
		ask_for(sandbox, word + 1, word[0] == '*');
	else if (word[0] == '=' && target->asked)
		sandbox->asked[sandbox->asked_count - 1].at = strdup(word + 1);
	else if (word[0] == '@')
		target->own_place = strdup(word + 1);
	else if (word[0] == ':')
		target->directory = strdup(word + 1);
	else
		return 0;
	return 1;
}

/*
 * The targets of the command line: the path of an init each, then what is said of it. +PATH: it asks for a file or directory of the host;
 * *PATH: for a copy for each run; =PATH: where that is inside; @PATH: where the init itself is inside; :PATH: the directory that it is
 * started in.
 */
void take_targets(struct sandbox *sandbox, char **words, int count)
{
	sandbox->targets = calloc((size_t)count, sizeof *sandbox->targets);
	sandbox->asked = calloc((size_t)count, sizeof *sandbox->asked);
	for (int i = 0; i < count; i++)
		if (i == 0 || !take_word(sandbox, words[i]))
			sandbox->targets[sandbox->target_count++] = (struct target){ .source = open_source(words[i]), .first_asked = sandbox->asked_count };
	if (sandbox->target_count > MAX_TARGETS || sandbox->asked_count > MAX_ASKED)
		die(EXIT_USAGE, "too many targets, or files that they ask for (64 each)");
}
