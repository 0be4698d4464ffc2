/* Unit test of src/buffer.c: what is appended stays, in order, also when the memory moves. */
#include "../src/executor.h"

#include "check.h"

int main(void)
{
	struct buffer buffer = { 0 };
	char bytes[1000];
	size_t total = 0;

	for (int round = 0; round < 2000; round++) {
		size_t size = (size_t)(round * 7 % 1000);

		memset(bytes, round % 251, sizeof bytes);
		buffer_add(&buffer, round % 5 ? bytes : NULL, size);
		total += size;
	}
	CHECK(buffer.used == total && buffer.room >= total);
	total = 0;
	for (int round = 0; round < 2000; round++)
		for (int i = 0; i < round * 7 % 1000; i++)
			CHECK((unsigned char)buffer.data[total++] == (round % 5 ? round % 251 : 0));
	free(buffer.data);
	return 0;
}
