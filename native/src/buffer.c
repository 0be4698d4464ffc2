#include "executor.h"

/* Appends `size` bytes (zeros where `bytes` is NULL) and returns where they stand, until the next call. Ends the executor without memory. */
void *buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
	char *at;

	while (!buffer->data || buffer->used + size > buffer->room) {
		buffer->room = buffer->room ? buffer->room * 2 : 65536;
		buffer->data = realloc(buffer->data, buffer->room);
		if (!buffer->data)
			die(EXIT_HARNESS, "out of memory");
	}
	at = buffer->data + buffer->used;
	if (bytes)
		memcpy(at, bytes, size);
	else
		memset(at, 0, size);
	buffer->used += size;
	return at;
}
