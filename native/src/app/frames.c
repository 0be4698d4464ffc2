/* What Node and the host say to each other. */
#include "app.h"

#include <stdarg.h>
#include <sys/socket.h>
#include <sys/uio.h>

static int socket_of_ours;
static char *heard;
static size_t used;

static void read_all(int fd, void *to, size_t size)
{
	for (size_t at = 0; at < size;) {
		ssize_t got = read(fd, (char *)to + at, size - at);

		if (got <= 0)
			_exit(EXIT_HARNESS);
		at += (size_t)got;
	}
}

/* Takes one setting; TEXT is `name=value` and stays where it is. */
static void take_setting(struct config *config, char *text)
{
	char *value = strchr(text, '=');

	if (!value)
		die(EXIT_USAGE, "a setting has no value");
	*value++ = 0;
	if (strcmp(text, "arg") == 0 && config->argc < MAX_WORDS)
		config->argv[config->argc++] = value;
	else if (strcmp(text, "env") == 0 && config->envc < MAX_WORDS)
		config->envp[config->envc++] = value;
	else if (strcmp(text, "root") == 0 || strcmp(text, "show") == 0) {
		if (config->shown_count == MAX_SHOWN)
			die(EXIT_USAGE, "too many folders are to be shown (64)");
		config->has_root |= text[0] == 'r';
		config->shown[config->shown_count++] = (struct shown){ value, text[0] == 'r' ? "" : value, -1, 1 };
	} else if (strcmp(text, "at") == 0 && config->shown_count > 0)
		config->shown[config->shown_count - 1].at = value;
	else if (strcmp(text, "directory") == 0)
		config->directory = value;
	else if (strcmp(text, "ready") == 0)
		config->ready = value;
	else if (strcmp(text, "load") == 0)
		config->load = value;
	else if (strcmp(text, "user") == 0)
		config->user = (uint32_t)strtoul(value, NULL, 10);
	else if (strcmp(text, "group") == 0)
		config->group = (uint32_t)strtoul(value, NULL, 10);
	else if (strcmp(text, "terminal") == 0)
		config->terminal = value[0] == '1';
	else if (strcmp(text, "memory") == 0)
		config->memory = strtoull(value, NULL, 10);
	else if (strcmp(text, "longest") == 0)
		config->longest = strtoll(value, NULL, 10);
	else
		die(EXIT_USAGE, "there is no such setting, or too many of them");
}

/* Reads the first frame, which says what is to be run: settings `name=value`. Ends the program where it makes no sense. */
void read_config(int socket, struct config *config)
{
	uint32_t size;
	char *text;

	memset(config, 0, sizeof *config);
	config->directory = "/";
	config->ready = "rest:300";
	read_all(socket, &size, sizeof size);
	text = size > 0 && size <= MAX_FRAME ? malloc(size) : NULL;
	if (!text)
		die(EXIT_USAGE, "the settings are too large");
	read_all(socket, text, size);
	if (text[size - 1])
		die(EXIT_USAGE, "the settings do not end");
	for (char *at = text; at < text + size;) {
		char *next = at + strlen(at) + 1;

		take_setting(config, at);
		at = next;
	}
	if (config->argc == 0)
		die(EXIT_USAGE, "there is no command");
}

/* From here on commands come by SOCKET. */
void frames_open(int socket)
{
	socket_of_ours = socket;
	heard = malloc(MAX_FRAME);
	if (!heard)
		die(EXIT_HARNESS, "no memory");
}

/* Cuts the first frame of what was heard into words. Returns how many there are; 0: it is not there yet. */
static int cut(char **words, int most)
{
	static char frame[MAX_FRAME];
	uint32_t size;
	int count = 0;

	if (used < sizeof size)
		return 0;
	memcpy(&size, heard, sizeof size);
	if (size == 0 || size > MAX_FRAME - sizeof size)
		die(EXIT_HARNESS, "a command is too long");
	if (used < sizeof size + size)
		return 0;
	memcpy(frame, heard + sizeof size, size);
	frame[size - 1] = 0;
	used -= sizeof size + size;
	memmove(heard, heard + sizeof size + size, used);
	for (char *at = frame; at < frame + size && count < most; at += strlen(at) + 1)
		words[count++] = at;
	return count;
}

/* The next command that has come, without waiting. Returns how many words it has, 0 where there is none; ends with Node. */
int next_command(char **words, int most)
{
	int count = cut(words, most);

	while (count == 0) {
		ssize_t got = recv(socket_of_ours, heard + used, MAX_FRAME - used, MSG_DONTWAIT);

		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			_exit(0);
		if (got < 0)
			return 0;
		used += (size_t)got;
		count = cut(words, most);
	}
	return count;
}

static void write_frame(const char *head, size_t head_size, const char *bytes, size_t size)
{
	uint32_t all = (uint32_t)(head_size + size);
	struct iovec parts[3] = { { &all, sizeof all }, { (void *)head, head_size }, { (void *)bytes, size } };

	for (int at = 0; at < 3;) {
		ssize_t wrote = writev(socket_of_ours, parts + at, 3 - at);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			_exit(0);
		for (; at < 3 && (size_t)wrote >= parts[at].iov_len; at++)
			wrote -= (ssize_t)parts[at].iov_len;
		if (at < 3) {
			parts[at].iov_base = (char *)parts[at].iov_base + wrote;
			parts[at].iov_len -= (size_t)wrote;
		}
	}
}

/* Tells Node of something at a moment, µs since the exec; FORMAT: further words, each behind the last by a NUL that is written \037. */
void tell(const char *what, int64_t us, const char *format, ...)
{
	static char text[1 << 20];
	size_t size = (size_t)snprintf(text, 256, "%s\037%lld\037", what, (long long)us);
	va_list words;
	int more;

	va_start(words, format);
	more = vsnprintf(text + size, sizeof text - size - 1, format, words);
	va_end(words);
	size += more < 0 ? 0 : (size_t)more < sizeof text - size - 1 ? (size_t)more : sizeof text - size - 2;
	for (size_t i = 0; i < size; i++)
		if (text[i] == '\037')
			text[i] = 0;
	write_frame(text, size, "", 1);
}

/* Tells of bytes that came out by descriptor FD of the application. */
void tell_bytes(const char *what, int64_t us, int fd, const char *bytes, size_t size)
{
	char head[128];
	int length = snprintf(head, sizeof head, "%s%c%lld%c%d", what, 0, (long long)us, 0, fd) + 1;

	write_frame(head, (size_t)length, bytes, size);
}
