/*
 * Where a control group for an executor can be made: below the guard's own group, or the next one above it whose children can have a limit
 * of memory (cgroups(7)).
 */
#include "executor.h"
#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The type of the file system, and the option of its mount, as /proc/self/mountinfo has it at the end; NULL: none. */
static const struct { const char *type, *option; } versions[] = {
	[CGROUP_V1] = { "cgroup", "memory" },
	[CGROUP_V2] = { "cgroup2", NULL },
};

/* Whether WORD is one of those in LIST, which commas part. */
static int has_word(const char *list, const char *word)
{
	size_t size = strlen(word);

	for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
		if (strncmp(at, word, size) == 0 && (at[size] == ',' || at[size] == '\n' || at[size] == 0))
			return 1;
	return 0;
}

/* The path of the own group in the hierarchy that has the memory controller, or in version 2's (cgroups(7), /proc/PID/cgroup). 0: none. */
static int own_path(int version, char *path, size_t room)
{
	FILE *file = fopen("/proc/self/cgroup", "re");
	char line[PATH_MAX + 128], *controllers, *found;
	int there = 0;

	while (file && !there && fgets(line, sizeof line, file)) {
		controllers = strchr(line, ':');
		found = controllers ? strchr(controllers + 1, ':') : NULL;
		if (!found)
			continue;
		*found++ = 0;
		there = version == CGROUP_V2 ? controllers[1] == 0 : has_word(controllers + 1, "memory");
		if (there)
			snprintf(path, room, "%.*s", (int)strcspn(found, "\n"), found);
	}
	if (file)
		fclose(file);
	return there;
}

/* Where the hierarchy is mounted, and which of its groups is there (proc(5), mountinfo). 0: nowhere. */
static int mount_point(int version, char *point, char *root)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");
	char line[2 * PATH_MAX], type[64], options[1024];
	int there = 0;

	while (file && !there && fgets(line, sizeof line, file)) {
		const char *rest = strstr(line, " - ");

		there = rest && sscanf(line, "%*s %*s %*s %4095s %4095s", root, point) == 2 && sscanf(rest, " - %63s %*s %1023s", type, options) == 2 &&
			strcmp(type, versions[version].type) == 0 && (!versions[version].option || has_word(options, versions[version].option));
	}
	if (file)
		fclose(file);
	return there;
}

/* The directory of the own group. Returns how much of it is the mount point; 0 where it cannot be seen. */
static size_t own_directory(int version, char *directory, size_t room)
{
	char path[PATH_MAX], point[PATH_MAX], root[PATH_MAX];
	size_t size;

	if (!own_path(version, path, sizeof path) || !mount_point(version, point, root))
		return 0;
	size = strcmp(root, "/") == 0 ? 0 : strlen(root);
	/* Of a group outside of what is mounted nothing is there: a cgroup namespace says /.. of it. */
	if (strncmp(path, root, size) != 0 || strstr(path, "/.."))
		return 0;
	return snprintf(directory, room, "%s%s", point, path + size) < (int)room ? strlen(point) : 0;
}

/* Whether children of the group can have a limit: in version 2 the group says so itself, and none that processes are in does. */
static int can_bound(int version, const char *directory)
{
	char text[256] = { 0 };
	int fd;

	if (version == CGROUP_V1)
		return 1;
	fd = cgroup_file(directory, "cgroup.subtree_control", O_RDONLY);
	if (fd < 0)
		return 0;
	if (read(fd, text, sizeof text - 1) < 0)
		text[0] = 0;
	close(fd);
	return strstr(text, "memory") != NULL;
}

/* Goes from the own group upwards to the next whose children can have a limit. 0: there is none. */
int cgroup_parent(int version, char *directory, size_t room)
{
	size_t top = own_directory(version, directory, room);

	while (top && !can_bound(version, directory)) {
		if (strlen(directory) <= top)
			return 0;
		*strrchr(directory, '/') = 0;
	}
	return top > 0;
}
