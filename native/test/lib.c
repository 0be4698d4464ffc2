/* Unit test of src/lib.c, as Node calls it: a child is started, guarded, ended, reaped; mistakes are numbers, never crashes. */
#include "../src/lib.c"

#include <stdio.h>
#include <sys/stat.h>

#include "check.h"

static int32_t start(const char *texts, int32_t size, int32_t count, int32_t *out)
{
	char *exact = malloc((size_t)size);
	int32_t result;

	memcpy(exact, texts, (size_t)size);
	result = initproof_start(exact, size, count, out);
	free(exact);
	return result;
}

static void test_start(void)
{
	static const char command[] = "/bin/sh\0-c\0echo ready >&3; read line <&3; echo $line >&2; exit 7";
	int32_t out[STARTED_COUNT];
	struct pollfd ready;
	char text[16] = { 0 };
	int status;

	CHECK(start(command, sizeof command, 3, out) == 0);
	ready = (struct pollfd){ out[STARTED_SOCKET], POLLIN, 0 };
	CHECK(poll(&ready, 1, -1) == 1 && read(out[STARTED_SOCKET], text, sizeof text) == 6);
	CHECK(initproof_alive(out[STARTED_PIDFD], 0) == 1);
	CHECK(initproof_reap(out[STARTED_PID], out[STARTED_PIDFD]) == -EAGAIN);
	CHECK(write(out[STARTED_SOCKET], "hello\n", 6) == 6);
	ready.fd = out[STARTED_STDERR];
	CHECK(poll(&ready, 1, -1) == 1 && read(out[STARTED_STDERR], text, sizeof text) == 6 && memcmp(text, "hello\n", 6) == 0);
	CHECK(initproof_alive(out[STARTED_PIDFD], -1) == 0);
	status = initproof_reap(out[STARTED_PID], out[STARTED_PIDFD]);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	close(out[STARTED_SOCKET]);
	close(out[STARTED_STDERR]);
}

static void test_kill(void)
{
	static const char command[] = "/bin/cat\0/proc/self/fd/3";
	int32_t out[STARTED_COUNT];
	int status;

	CHECK(start(command, 9, 1, out) == 0); /* reads /dev/null */
	CHECK(initproof_alive(out[STARTED_PIDFD], -1) == 0);
	CHECK(initproof_signal(out[STARTED_PIDFD], SIGKILL) == 0); /* a zombie */
	status = initproof_reap(out[STARTED_PID], out[STARTED_PIDFD]);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CHECK(initproof_reap(out[STARTED_PID], -1) == -ECHILD);
	CHECK(initproof_signal(-1, SIGKILL) == -EBADF);
	close(out[STARTED_SOCKET]);
	close(out[STARTED_STDERR]);
}

static void test_mistakes(void)
{
	int32_t out[STARTED_COUNT];
	int before = dup(0), after;

	CHECK(start("/initproof/missing", 19, 1, out) == -ENOENT);
	CHECK(start("/", 2, 1, out) == -EACCES);
	CHECK(start("/bin/sh", 8, 2, out) == -EINVAL);
	CHECK(start("/bin/sh", 7, 1, out) == -EINVAL);
	CHECK(start("/bin/sh", 8, 0, out) == -EINVAL);
	CHECK(start("/bin/sh", 8, MAX_TEXTS + 1, out) == -EINVAL);
	after = dup(0);
	CHECK(after == before + 1); /* nothing is left open */
	close(before);
	close(after);
}

static void test_machine(void)
{
	int32_t facts[FACT_COUNT];

	CHECK(initproof_machine(facts, FACT_COUNT + 1) == -EINVAL);
	CHECK(initproof_machine(facts, FACT_COUNT) == 0);
	CHECK(facts[FACT_PIDFD] == 0);
	CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
	CHECK(initproof_version() == WIRE_VERSION);
}

int main(void)
{
	test_start();
	test_kill();
	test_mistakes();
	test_machine();
	return 0;
}
