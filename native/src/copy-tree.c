/* Copies of what a target asks for, in which its init can write: made with each world, in the thread that builds it. */
#include "root.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

static void copy_link(int from, int to, const char *name)
{
	char target[PATH_MAX];
	ssize_t size = readlinkat(from, name, target, sizeof target - 1);

	need((int)size, "cannot read a link that a target asks for");
	target[size] = 0;
	need(symlinkat(target, to, name), "cannot copy a link that a target asks for");
}

/* What is neither a file, a directory nor a link is left out: sockets and FIFOs lead to processes of the host. */
static void copy_entry(int from, int to, const char *name)
{
	struct stat file;
	int source, copy;

	need(fstatat(from, name, &file, AT_SYMLINK_NOFOLLOW), "cannot look at what a target asks for");
	if (S_ISLNK(file.st_mode))
		copy_link(from, to, name);
	if (!S_ISREG(file.st_mode) && !S_ISDIR(file.st_mode))
		return;
	source = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	need(source, "cannot read what a target asks for");
	if (S_ISDIR(file.st_mode))
		need(mkdirat(to, name, 0755), "cannot copy what a target asks for");
	copy = openat(to, name, S_ISDIR(file.st_mode) ? O_RDONLY | O_DIRECTORY | O_CLOEXEC : O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
	need(copy, "cannot copy what a target asks for");
	copy_tree(source, copy);
}

static void copy_bytes(int from, int to)
{
	char bytes[65536];
	ssize_t size;

	while ((size = read(from, bytes, sizeof bytes)) > 0)
		need(write(to, bytes, (size_t)size) == size ? 0 : -1, "cannot copy what a target asks for");
	need((int)size, "cannot read what a target asks for");
}

/*
 * Copies a file or a directory with all below it from one descriptor to another, of an empty one, and its mode with it: without set-uid bits,
 * and writable, also for an init that is not root. Takes both. Ends the executor where something cannot be read, or where there is no room
 * (world-build.c).
 */
void copy_tree(int from, int to)
{
	struct stat file;
	struct dirent *entry;
	DIR *directory = NULL;

	need(fstat(from, &file), "cannot look at what a target asks for");
	if (S_ISDIR(file.st_mode)) {
		directory = fdopendir(from);
		need(directory ? 0 : -1, "cannot read what a target asks for");
		while ((entry = readdir(directory)))
			if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
				copy_entry(from, to, entry->d_name);
	} else
		copy_bytes(from, to);
	need(fchmod(to, (file.st_mode & 0777) | 0222), "cannot copy what a target asks for");
	close(to);
	if (S_ISDIR(file.st_mode))
		closedir(directory);
	else
		close(from);
}
