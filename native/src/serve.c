/*
 * The worker's loop: programs in, results out, over the socket to Node. Results are written when no whole program is left to run, or when
 * they have waited.
 */
#include "executor.h"

#include <sys/socket.h>

/* No program comes near: 200 processes and 1,000 ops are 24 KiB, arguments are bounded by the schema. */
#define PROGRAM_LIMIT (1u << 22)
/* After as many runs the results are written though more programs are there: Node sends the next ones while these are run. */
#define FLUSH_RUNS 16
/* And after a run that ends so long after they were last written, ms: behind one of seconds there may be another. A write takes some µs. */
#define FLUSH_MS 50

void serve(struct sandbox *sandbox);

static void write_all(int fd, struct buffer *out)
{
	size_t done = 0;

	while (done < out->used) {
		ssize_t size = send(fd, out->data + done, out->used - done, MSG_NOSIGNAL);

		if (size < 0 && errno != EINTR)
			_exit(0);
		done += size > 0 ? (size_t)size : 0;
	}
	out->used = 0;
}

/* Reads what is there, at least one byte; ends the worker when Node has closed its side. */
static void fill(int fd, struct buffer *in)
{
	ssize_t size;

	buffer_add(in, NULL, 65536);
	in->used -= 65536;
	while ((size = read(fd, in->data + in->used, 65536)) < 0 && errno == EINTR)
		;
	if (size <= 0)
		_exit(0);
	in->used += (size_t)size;
}

/* Runs the whole programs in `in` and takes them out of it. */
static void run_all(struct sandbox *sandbox, struct buffer *in, struct buffer *out)
{
	size_t at = 0;
	unsigned runs = 0;
	uint64_t written = now_ns();

	while (in->used - at >= sizeof(struct program)) {
		const struct program *program = (const struct program *)(in->data + at);

		if (program->size < sizeof *program || program->size > PROGRAM_LIMIT || program->size % 8)
			die(EXIT_HARNESS, "a frame of an impossible size");
		if (in->used - at < program->size)
			break;
		/* A wait for the turn may take seconds: Node hears of what there is before. */
		if (!turn_try(sandbox)) {
			write_all(sandbox->socket, out);
			turn_wait(sandbox);
		}
		run_program(sandbox, program, out);
		turn_leave(sandbox);
		at += program->size;
		if (++runs % FLUSH_RUNS == 0 || now_ns() - written > FLUSH_MS * 1000000ULL) {
			write_all(sandbox->socket, out);
			written = now_ns();
		}
	}
	memmove(in->data, in->data + at, in->used - at);
	in->used -= at;
}

void serve(struct sandbox *sandbox)
{
	struct buffer in = { 0 }, out = { 0 };
	struct hello hello = { sizeof hello, WIRE_VERSION, (uint32_t)sandbox->fifo, (uint32_t)sandbox->cores, (uint32_t)sandbox->userns, (uint32_t)sandbox->cgroup };

	buffer_add(&out, &hello, sizeof hello);
	for (;;) {
		write_all(sandbox->socket, &out);
		fill(sandbox->socket, &in);
		run_all(sandbox, &in, &out);
	}
}
