/*
 * An init that takes all the memory it can get, in the way that its first argument names; what follows is the command. Its children do the
 * same, so that no limit of one process bounds them. For test/execute/memory.test.ts.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>

#ifndef CHILDREN
#define CHILDREN 4
#endif
#define PART ((size_t)16 << 20)

static char filling[1 << 16];

static void anonymous(void)
{
	void *part = mmap(NULL, PART, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (part != MAP_FAILED)
		memset(part, 1, PART);
}

static void sysv(void)
{
	int id = shmget(IPC_PRIVATE, PART, IPC_CREAT | 0600);
	void *part = id < 0 ? (void *)-1 : shmat(id, NULL, 0);

	if (part == (void *)-1)
		return;
	memset(part, 1, PART);
	shmdt(part);
}

static void fill(int fd)
{
	for (size_t size = 0; fd >= 0 && size < PART; size += sizeof filling)
		if (write(fd, filling, sizeof filling) <= 0)
			return;
}

static void posix(void)
{
	static int count;
	char name[64];

	snprintf(name, sizeof name, "/hog-%d-%d", getpid(), count++);
	fill(shm_open(name, O_CREAT | O_RDWR, 0600));
}

static void file(void)
{
	static int count;
	char name[64];

	snprintf(name, sizeof name, "/tmp/hog-%d-%d", getpid(), count++);
	fill(open(name, O_CREAT | O_RDWR, 0600));
}

/* Files without a name: of no process, and in no file system that can be seen. */
static void nameless(void)
{
	fill(memfd_create("hog", 0));
}

static void pipes(void)
{
	int ends[2];

	if (pipe2(ends, O_NONBLOCK) == 0)
		while (write(ends[1], filling, sizeof filling) > 0)
			;
}

static const struct {
	const char *name;
	void (*more)(void);
} modes[] = {
	{ "anonymous", anonymous }, { "sysv", sysv }, { "posix", posix }, { "file", file }, { "nameless", nameless }, { "pipes", pipes },
};

int main(int argc, char **argv)
{
	void (*more)(void) = NULL;

	for (size_t i = 0; argc > 1 && i < sizeof modes / sizeof *modes; i++)
		if (strcmp(argv[1], modes[i].name) == 0)
			more = modes[i].more;
	for (int child = 0; child < CHILDREN && fork() != 0; child++)
		;
	while (more)
		more();
	return 99;
}
