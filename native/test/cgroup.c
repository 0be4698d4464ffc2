/*
 * Unit test of src/cgroup.c: whoever is put into the group is ended by the kernel beyond its limit, and that is counted; the group goes
 * with its owner, or with the next sweep. Where none is to be had, nothing is made.
 */
#include "../src/executor.h"
#include "../src/cgroup.h"

#include "check.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define LIMIT (32UL << 20)

static struct cgroup group;

/* Waits to be let go, then writes twice the limit. */
static pid_t start_hog(int *go)
{
	int ends[2];
	pid_t child;

	CHECK(pipe(ends) == 0);
	child = fork();
	if (child == 0) {
		char byte, *memory = mmap(NULL, 2 * LIMIT, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (read(ends[0], &byte, 1) == 1)
			memset(memory, 1, 2 * LIMIT);
		_exit(0);
	}
	close(ends[0]);
	*go = ends[1];
	return child;
}

static void hog_is_ended(void)
{
	char text[512] = { 0 };
	int go, status;
	pid_t hog = start_hog(&go);

	cgroup_enter(&group, hog);
	CHECK(write(go, "", 1) == 1);
	CHECK(waitpid(hog, &status, 0) == hog);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	CHECK(pread(group.events, text, sizeof text - 1, 0) > 0 && strstr(text, "oom_kill 1"));
	CHECK(pread(group.usage, text, sizeof text - 1, 0) > 0 && strtoul(text, NULL, 10) <= LIMIT);
}

static int is_there(const char *directory)
{
	return access(directory, F_OK) == 0;
}

/* A child's group, after it was killed. */
static void swept(void)
{
	char directory[PATH_MAX];
	int told[2], status;
	pid_t owner;

	CHECK(pipe(told) == 0);
	owner = fork();
	if (owner == 0) {
		cgroup_make(&group, LIMIT);
		CHECK(write(told[1], group.directory, sizeof group.directory) > 0);
		raise(SIGKILL);
	}
	CHECK(read(told[0], directory, sizeof directory) > 0);
	CHECK(waitpid(owner, &status, 0) == owner && is_there(directory));
	cgroup_sweep();
	CHECK(!is_there(directory));
}

int main(void)
{
	cgroup_make(&group, LIMIT);
	printf("control group: version %d\n", group.version);
	if (group.version == CGROUP_NONE)
		return 0;
	hog_is_ended();
	cgroup_sweep();
	CHECK(is_there(group.directory));
	swept();
	cgroup_remove(&group);
	CHECK(!is_there(group.directory));
	return 0;
}
