/*
 * `forges EXECUTOR [ARGUMENT...]`: an executor between Node and another one, which hands on all that goes through its descriptor 3, and says of
 * runs of two inits that their record was tampered with: of each run of one that is called `forger`, and of one that is called `now-and-then`
 * where it may come from a zygote. What an executor can detect it is not asked about here, but what becomes of it.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../src/wire.h"

#define NODE 3
/* More than Node has under way. */
#define UNDER_WAY 1024

static char **binaries;
static int executor;
/* Of the programs under way, in order: what is said of them. Each is written before its program is handed on. */
static uint32_t masks[UNDER_WAY];

static uint32_t mask_of(const struct program *program)
{
	const char *name = strrchr(binaries[program->binary], '/') + 1;

	if (strcmp(name, "forger") == 0)
		return TAMPERED_RECORD | TAMPERED_SIGNAL;
	return strcmp(name, "now-and-then") == 0 && program->flags & PROGRAM_ZYGOTE ? TAMPERED_IDENTITY : 0;
}

static int move_all(ssize_t (*move)(int, void *, size_t), int fd, char *data, size_t size)
{
	for (ssize_t done = 0; size > 0; data += done, size -= (size_t)done)
		if ((done = move(fd, data, size)) <= 0)
			return 0;
	return 1;
}

static ssize_t put(int fd, void *data, size_t size)
{
	return write(fd, data, size);
}

/* Hands on frames until there are no more; each is looked at before. */
static void hand_on(int from, int to, void (*look)(char *frame, unsigned index))
{
	uint32_t size;
	char *frame = NULL;

	for (unsigned index = 0; move_all(read, from, (char *)&size, sizeof size); index++) {
		frame = realloc(frame, size);
		memcpy(frame, &size, sizeof size);
		if (!move_all(read, from, frame + sizeof size, size - sizeof size))
			break;
		look(frame, index);
		if (!move_all(put, to, frame, size))
			break;
	}
	free(frame);
	shutdown(to, SHUT_WR);
}

static void note(char *frame, unsigned index)
{
	masks[index % UNDER_WAY] = mask_of((struct program *)frame);
}

/* The first frame says hello. */
static void mark(char *frame, unsigned index)
{
	if (index > 0)
		((struct result *)frame)->tampered |= masks[(index - 1) % UNDER_WAY];
}

static void *from_node(void *unused)
{
	hand_on(NODE, executor, note);
	return unused;
}

int main(int argc, char **argv)
{
	int pair[2], status;
	pthread_t thread;
	pid_t child;

	if (argc < 5 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0 || (child = fork()) < 0)
		return 126;
	if (child == 0) {
		dup2(pair[1], NODE);
		execv(argv[1], argv + 1);
		_exit(127);
	}
	close(pair[1]);
	executor = pair[0];
	binaries = argv + 4;
	if (pthread_create(&thread, NULL, from_node, NULL) != 0)
		return 126;
	hand_on(executor, NODE, mark);
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}
