/*
 * Unit test of src/program.c: a sound program is taken; no truncated or changed one leads outside its memory, which the sanitizers see
 * since each lies in an allocation of exactly its size, and what is taken holds only indices within bounds.
 */
#include "../src/executor.h"

#include "check.h"

#define ROUNDS 200000

struct sample {
	struct program head;
	struct process processes[3];
	struct reaction_exit exits[2];
	struct op ops[5];
	char texts[24];
};

static const struct sample sample = {
	.head = { .size = sizeof sample, .id = 7, .command = COMMAND_ACTOR, .processes = 3, .exits = 2, .ops = 5, .init_args = 1, .args = 2, .env = 2,
		  .typed = 1, .flags = PROGRAM_TERMINAL },
	.processes = { { .parent = -1, .join = -1 }, { .parent = 0, .join = -1, .flags = PROCESS_INTERMEDIATE }, { .parent = 1, .join = 0 } },
	.exits = { { .slot = 0, .signal = 15, .code = 3 }, { .slot = 2, .signal = 64, .delay_ms = 20 } },
	.ops = {
		{ .code = OP_FORK, .flags = OP_SETTLE, .slot = 2, .count = 1, .from = -1 },
		{ .code = OP_SIGNAL, .signal = 15, .to = TO_GROUP, .slot = 2, .from = 0 },
		{ .code = OP_WAIT, .value = 20, .from = -1 },
		{ .code = OP_TYPE, .flags = OP_SETTLE, .from = -1 },
		{ .code = OP_EXIT, .flags = OP_SETTLE, .slot = 0, .count = 3, .from = -1, .exit_code = 255 },
	},
	.texts = "--\0\0two words\0A=1\0B=\0\3\n\0",
};

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t bound)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (random_state >> 8) % bound;
}

/* What the executor does with the indices of a program that is taken. */
static void check_indices(const struct program *program)
{
	const struct process *processes = (const struct process *)(program + 1);
	const struct reaction_exit *exits = (const struct reaction_exit *)(processes + program->processes);
	const struct op *ops = (const struct op *)(exits + program->exits);

	CHECK(program->processes >= 1 && program->processes <= MAX_SLOTS);
	for (int i = 0; i < program->processes; i++)
		CHECK(processes[i].parent < i && processes[i].join < program->processes);
	for (int i = 0; i < program->exits; i++)
		CHECK(exits[i].slot < program->processes && exits[i].signal >= 1 && exits[i].signal <= 64);
	for (int i = 0; i < program->ops; i++)
		CHECK(ops[i].code != OP_TYPE || ops[i].value < program->typed);
	for (int i = 0; i < program->ops; i++)
		CHECK(ops[i].code == OP_WAIT || (ops[i].slot >= 0 && ops[i].slot + ops[i].count <= program->processes));
}

static int taken(const void *bytes, size_t size)
{
	void *exact = malloc(size ? size : 1);
	int result;

	memcpy(exact, bytes, size);
	result = program_is_sound(exact, size, 2);
	if (result)
		check_indices(exact);
	free(exact);
	return result;
}

static void test_truncated(void)
{
	for (size_t size = 0; size < sizeof sample; size++) {
		struct sample copy = sample;

		CHECK(!taken(&copy, size));
		copy.head.size = (uint32_t)size;
		if (size < sizeof sample - 5)
			CHECK(!taken(&copy, size));
	}
}

static void test_changed(void)
{
	int refused = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct sample copy = sample;

		for (uint32_t changes = 1 + random_below(4); changes > 0; changes--)
			((unsigned char *)&copy)[random_below(sizeof copy)] = (unsigned char)random_below(256);
		refused += !taken(&copy, sizeof copy);
	}
	CHECK(refused > ROUNDS / 10 && refused < ROUNDS);
}

static void test_counts(void)
{
	for (int processes = 0; processes <= 65535; processes += 5) {
		struct sample copy = sample;

		copy.head.processes = (uint16_t)processes;
		CHECK(!taken(&copy, sizeof copy));
		copy.head.processes = 3;
		copy.head.ops = (uint16_t)(processes > 5 ? processes : 6);
		CHECK(!taken(&copy, sizeof copy));
		copy.head.ops = 5;
		copy.head.env = (uint16_t)(20 + processes % 60000);
		CHECK(!taken(&copy, sizeof copy));
	}
}

int main(void)
{
	CHECK(taken(&sample, sizeof sample));
	test_truncated();
	test_changed();
	test_counts();
	return 0;
}
