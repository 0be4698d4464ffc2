/*
 * Whether the application is ready: `line:TEXT` it has written a line with that text; `file:PATH` the file is there; `tcp:PORT` somebody
 * listens; `http:PORT/PATH` it answers with a status from 200 to 399; `rest:MS` nothing of it has used a CPU, or been made, for so long.
 */
#include "app.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

/* Between two questions to a server that does not answer yet, ms: short beside the time that a server needs to start. */
#define ASK_MS 5
/* Of a line, bytes: readiness is said in its beginning. */
#define LINE 4096

static char line[LINE];
static size_t line_used;
static int said;
static pid_t asker;

static const char *after(const char *ready, const char *kind)
{
	size_t size = strlen(kind);

	return strncmp(ready, kind, size) == 0 ? ready + size : NULL;
}

/* Asks once. Returns the status of the answer, or 0. */
static int ask(int port, const char *path)
{
	struct timeval most = { 5, 0 };
	char text[2048];
	int fd = connect_to(port), status = 0, size;
	ssize_t got;

	if (fd < 0)
		return 0;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
	size = snprintf(text, sizeof text, "GET /%s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n", path, port);
	if (send(fd, text, (size_t)size, MSG_NOSIGNAL) == size && (got = recv(fd, text, sizeof text - 1, 0)) > 0) {
		text[got] = 0;
		sscanf(text, "HTTP/1.%*d %d", &status);
		while (recv(fd, text, sizeof text, 0) > 0)
			;
	}
	close(fd);
	return status;
}

/* Asks again and again, in a process of its own: an answer may take its time. Its end says that there was one. */
static void ask_until_answered(const char *where)
{
	const char *path = strchr(where, '/');
	struct timespec pause = { 0, ASK_MS * 1000000L };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int status = 0; status < 200 || status > 399; nanosleep(&pause, NULL))
		status = ask(atoi(where), path ? path + 1 : "");
	_exit(0);
}

/* Begins to look. Returns a sound 0, or -1 where nobody knows that kind of readiness. */
int ready_begin(const struct config *config)
{
	const char *where = after(config->ready, "http:");

	if (!where)
		return after(config->ready, "line:") || after(config->ready, "file:") || after(config->ready, "tcp:") || after(config->ready, "rest:") ? 0 : -1;
	asker = fork();
	if (asker == 0)
		ask_until_answered(where);
	return asker < 0 ? -1 : 0;
}

/* What the application has written. */
void ready_hear(const struct config *config, const char *bytes, size_t size)
{
	const char *text = after(config->ready, "line:");

	for (size_t i = 0; text && !said && i < size; i++) {
		if (bytes[i] == '\n' || line_used == sizeof line - 1)
			line_used = 0;
		else
			line[line_used++] = bytes[i];
		said = line_used >= strlen(text) && memcmp(line + line_used - strlen(text), text, strlen(text)) == 0;
	}
}

static int has_file(const char *path, pid_t init)
{
	char at[PATH_MAX];
	struct stat file;

	snprintf(at, sizeof at, "/proc/%d/root/%s", init, path);
	return stat(at, &file) == 0;
}

static int rests(pid_t init, int64_t long_us, int64_t us)
{
	static struct seen seen[MAX_SEEN];
	static uint64_t before;
	static int64_t since;
	static int begun;
	uint64_t now = 0;

	for (int i = look(init, seen) - 1; i >= 0; i--)
		now += seen[i].cpu * 31 + (uint64_t)seen[i].outer + (seen[i].state == 'R' ? (uint64_t)us : 0);
	if (!begun || now != before)
		since = us;
	begun = 1;
	before = now;
	return us - since >= long_us;
}

/* Whether it is ready at this moment, µs since its exec. */
int is_ready(const struct config *config, pid_t init, int64_t us)
{
	const char *what;

	if (asker > 0) {
		if (waitpid(asker, NULL, WNOHANG) == asker)
			asker = -1;
		return asker < 0;
	}
	if ((what = after(config->ready, "file:")))
		return has_file(what, init);
	if ((what = after(config->ready, "tcp:")))
		return is_listening(atoi(what));
	if ((what = after(config->ready, "rest:")))
		return rests(init, atoll(what) * 1000, us);
	return said;
}
