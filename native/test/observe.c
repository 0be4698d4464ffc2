/* Unit test of src/{proc,init,rest,events,observe}.c: what the executor makes of /proc/PID/stat, and of the record. */
#include "../src/proc.c"
#include "../src/init.c"
#include "../src/rest.c"
#include "../src/events.c"
#include "../src/observe.c"

#include <sched.h>
#include <sys/mman.h>

#include "check.h"

static struct event taken[8];
static unsigned taken_count;

void *buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
	(void)buffer;
	CHECK(size == sizeof *taken && taken_count < 8);
	return memcpy(&taken[taken_count++], bytes, size);
}

int zygote_is(pid_t pid)
{
	(void)pid;
	return 0;
}

int goes_on(const struct run *run)
{
	(void)run;
	return 0;
}

/* No init is traced here. */
int tracer_holds_init(void)
{
	return 0;
}

int tracer_holds_thread(pid_t thread)
{
	(void)thread;
	return 0;
}

int tracer_holds_child(void)
{
	return 0;
}

int tracer_is_frozen(void)
{
	return 0;
}

int tracer_froze_all(void)
{
	return 0;
}

void tracer_thaw(void)
{
}

/* No init has become its command. */
int asleep(struct run *run, int slot)
{
	(void)run;
	return slot < 0;
}

uint64_t now_ns(void)
{
	return 0;
}

static int file_of(const char *text, size_t size)
{
	int fd = memfd_create("stat", MFD_CLOEXEC);

	CHECK(fd >= 0 && write(fd, text, size) == (ssize_t)size);
	return fd;
}

static char state_in(const char *text, pid_t ids[3])
{
	int fd = file_of(text, strlen(text));
	char state = read_state(fd, &ids[0], &ids[1], &ids[2]);

	CHECK(read_state(fd, NULL, NULL, NULL) == state);
	close(fd);
	return state;
}

static void test_state(void)
{
	static const struct {
		const char *text;
		char state;
		pid_t parent, group, session;
	} cases[] = {
		{ "7 (tini) S 1 7 7 0 -1 4194560\n", 'S', 1, 7, 7 },
		{ "7 (a) Z 1) R 2 3 4 0 -1\n", 'R', 2, 3, 4 },
		{ "7 (a) Z 1 1 1) T 20 30 40 0\n", 'T', 20, 30, 40 },
		{ "7 () Z 1 1 0 0\n", 'Z', 1, 1, 0 },
		{ "7 (() D 4194303 4194303 4194303 0\n", 'D', 4194303, 4194303, 4194303 },
		{ "7 (a\nb c) t 0 1 1 0\n", 't', 0, 1, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		pid_t ids[3];

		CHECK(state_in(cases[i].text, ids) == cases[i].state);
		CHECK(ids[0] == cases[i].parent && ids[1] == cases[i].group && ids[2] == cases[i].session);
	}
}

static void test_no_state(void)
{
	static const char *const broken[] = { "", "7", "7 (tini", "7 (tini)", "7 (tini) ", ")", ") S", "(((((" };
	pid_t ids[3];

	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		CHECK(strchr("XS", state_in(broken[i], ids)));
	CHECK(read_state(-1, NULL, NULL, NULL) == 'X');
}

/* Every beginning of a line, and lines longer than what is read, stay within memory: the sanitizers look on. */
static void test_pieces(void)
{
	char text[2048];
	pid_t ids[3];

	snprintf(text, sizeof text, "7 (%0*d) S 1 2 3 4 5 6", 600, 0);
	CHECK(state_in(text, ids) == 'X');
	snprintf(text, sizeof text, "4194303 (a b) c) S 4194303 4194302 4194301 0 -1 4194560 100");
	for (size_t size = strlen(text); size > 0; size--) {
		text[size] = 0;
		state_in(text, ids);
	}
}

static void add_event(struct ctl *ctl, int kind, int signal)
{
	ctl->events[ctl->events_used++] = (struct event){ .kind = (uint8_t)kind, .n = (uint8_t)signal };
}

/* An event that is reserved and not yet written holds up what comes after it, until it is written or its writer is known to be dead. */
static void test_holes(void)
{
	static struct ctl ctl;
	struct sandbox sandbox = { .ctl = &ctl };
	struct program program = { .processes = 1 };
	struct run run = { .sandbox = &sandbox, .program = &program };

	add_event(&ctl, EVENT_SIGNAL, 1);
	add_event(&ctl, EVENT_NONE, 0);
	add_event(&ctl, EVENT_SIGNAL, 3);
	drain_events(&run);
	CHECK(taken_count == 1 && at_hole(&run));
	ctl.events[1] = (struct event){ .kind = EVENT_SIGNAL, .n = 2 };
	drain_events(&run);
	CHECK(taken_count == 3 && taken[1].n == 2 && taken[2].n == 3 && !at_hole(&run) && !pass_hole(&run));
	add_event(&ctl, EVENT_NONE, 0);
	add_event(&ctl, EVENT_SIGNAL, 5);
	drain_events(&run);
	CHECK(taken_count == 3 && pass_hole(&run) && taken_count == 4 && taken[3].n == 5 && !pass_hole(&run));
	/* What was written since the last look is no hole. */
	add_event(&ctl, EVENT_SIGNAL, 6);
	CHECK(!pass_hole(&run) && taken_count == 5 && taken[4].n == 6);
}

static pid_t start_child(void (*forever)(void))
{
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			forever();
	return pid;
}

static void spin(void)
{
}

static void sleep_on(void)
{
	pause();
}

/* One that runs is never taken for one that sleeps, and one that sleeps is found out. */
static void test_running(void)
{
	pid_t spinning = start_child(spin), sleeping = start_child(sleep_on);

	while (is_running(sleeping))
		sched_yield();
	for (int i = 0; i < 200; i++)
		CHECK(is_running(spinning) && !is_running(sleeping));
	kill(spinning, SIGKILL);
	kill(sleeping, SIGKILL);
	CHECK(waitpid(spinning, NULL, 0) == spinning && waitpid(sleeping, NULL, 0) == sleeping);
	CHECK(!is_running(sleeping));
}

int main(void)
{
	proc_is(open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC));
	test_running();
	test_holes();
	test_state();
	test_no_state();
	test_pieces();
	return 0;
}
