/*
 * Requests to the application, and the books on them. Each of a few processes of the host's makes one request at a time; what becomes of
 * each is written down in memory that they share with the host. At the first signal the host marks the requests that are in the hands of
 * the application: it has accepted the connection (the kernel's table has an inode for it) and read the request (nothing of it is in a
 * queue). A marked request that is never answered is lost. One that was still in a queue is not: a listener that closes drops those, and
 * clients of HTTP try again (RFC 9112, 9.3.1).
 */
#include "app.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

/* At once: enough that some are under way at each moment, few enough for the smallest pool of workers. */
#define CLIENTS 4
/* Of these as many keep their connections. */
#define KEEPING 2
/* Between two requests of a client, and before the next try where it was refused, ms: a load, and not a flood. */
#define PAUSE_MS 2
#define REFUSED_MS 20

static struct books {
	atomic_int marked, stopped;
	atomic_uint asked, answered, failed, refused, broken, late, late_kept, lost, held;
	struct client {
		pid_t pid;
		atomic_uint request, marked_request, asking, port;
		atomic_int old; /* its connection was there at the mark */
	} clients[CLIENTS];
} *books;

static int server_port;
static int go[2] = { -1, -1 };

static void rest_ms(long ms)
{
	struct timespec pause = { 0, ms * 1000000L };

	nanosleep(&pause, NULL);
}

/* What is read of one answer. */
struct answer {
	char text[65536];
	size_t used, head; /* `head`: bytes of it, its empty line among them; 0: not all there */
	long length;       /* of the body; -1: not said, -2: chunked */
	int status;
	bool closes;
};

static void take_head(struct answer *answer)
{
	char *end, *line;

	answer->text[answer->used] = 0;
	end = strstr(answer->text, "\r\n\r\n");
	if (!end)
		return;
	answer->head = (size_t)(end - answer->text) + 4;
	answer->length = -1;
	sscanf(answer->text, "HTTP/1.%*d %d", &answer->status);
	for (line = strstr(answer->text, "\r\n"); line && line < end; line = strstr(line + 2, "\r\n")) {
		if (strncasecmp(line + 2, "content-length:", 15) == 0)
			answer->length = strtol(line + 17, NULL, 10);
		else if (strncasecmp(line + 2, "transfer-encoding:", 18) == 0)
			answer->length = -2;
		else if (strncasecmp(line + 2, "connection: close", 17) == 0)
			answer->closes = true;
	}
}

/* Whether all of it is there. What is too long for its buffer has lost its middle: of that only the size and the end count. */
static bool is_whole(const struct answer *answer, size_t body, bool ended)
{
	if (!answer->head)
		return false;
	if (answer->length >= 0)
		return body >= (size_t)answer->length;
	if (answer->length == -1)
		return ended;
	return answer->used >= 5 && memcmp(answer->text + answer->used - 5, "0\r\n\r\n", 5) == 0;
}

/* Reads an answer. Returns whether all of it came. */
static bool hear(int fd, struct answer *answer)
{
	size_t body = 0;

	answer->used = answer->head = 0;
	answer->status = 0;
	answer->closes = false;
	for (;;) {
		ssize_t got = recv(fd, answer->text + answer->used, sizeof answer->text - 1 - answer->used, 0);

		if (got <= 0)
			return got == 0 && is_whole(answer, body, true);
		answer->used += (size_t)got;
		if (!answer->head) {
			take_head(answer);
			body = answer->head ? answer->used - answer->head : 0;
		} else
			body += (size_t)got;
		if (is_whole(answer, body, false))
			return true;
		if (answer->used > sizeof answer->text / 2 && answer->head) {
			memmove(answer->text, answer->text + answer->used - 8, 8);
			answer->used = 8;
		}
	}
}

static void write_down(struct client *client, const struct answer *answer, bool whole)
{
	bool after = atomic_load(&books->marked);

	if (!whole) {
		atomic_fetch_add(&books->broken, 1);
		if (client->marked_request == client->request)
			atomic_fetch_add(&books->lost, 1);
		return;
	}
	atomic_fetch_add(answer->status >= 500 ? &books->failed : &books->answered, 1);
	if (after && client->marked_request != client->request) {
		atomic_fetch_add(&books->late, 1);
		atomic_fetch_add(&books->late_kept, (unsigned)client->old);
	}
}

static int connect_client(struct client *client)
{
	struct sockaddr_storage own;
	socklen_t size = sizeof own;
	int fd = connect_to(server_port);

	if (fd < 0)
		return -1;
	getsockname(fd, (struct sockaddr *)&own, &size);
	client->port = ntohs(own.ss_family == AF_INET ? ((struct sockaddr_in *)&own)->sin_port : ((struct sockaddr_in6 *)&own)->sin6_port);
	client->old = !atomic_load(&books->marked);
	return fd;
}

/* One request by an open connection. Returns whether the connection can be used again. */
static bool ask(struct client *client, int fd, const char *text, size_t size, bool keeps)
{
	static struct answer answer;
	bool whole;

	client->request++;
	client->asking = 1;
	atomic_fetch_add(&books->asked, 1);
	whole = send(fd, text, size, MSG_NOSIGNAL) == (ssize_t)size && hear(fd, &answer);
	write_down(client, &answer, whole);
	client->asking = 0;
	return whole && keeps && !answer.closes;
}

static void serve_client(struct client *client, const char *path, bool keeps)
{
	char text[2048];
	int size = snprintf(text, sizeof text, "GET /%s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: %s\r\n\r\n", path, server_port, keeps ? "keep-alive" : "close");
	int fd = -1;

	for (;;) {
		if (atomic_load(&books->stopped)) {
			rest_ms(PAUSE_MS);
			continue;
		}
		if (fd < 0 && (fd = connect_client(client)) < 0) {
			atomic_fetch_add(&books->refused, 1);
			rest_ms(REFUSED_MS);
			continue;
		}
		if (!ask(client, fd, text, (size_t)size, keeps)) {
			close(fd);
			fd = -1;
		}
		rest_ms(PAUSE_MS);
	}
}

/* Makes the clients, who wait until load_go. */
void load_begin(const struct config *config)
{
	const char *path = config->load ? strchr(config->load, '/') : NULL;
	char byte;

	if (!config->load)
		return;
	server_port = atoi(config->load);
	books = mmap(NULL, sizeof *books, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (books == MAP_FAILED || pipe2(go, O_CLOEXEC) < 0)
		die_errno(EXIT_HARNESS, "cannot keep books");
	for (int i = 0; i < CLIENTS; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			close(go[1]);
			if (read(go[0], &byte, 1) != 1)
				_exit(0);
			serve_client(&books->clients[i], path ? path + 1 : "", i < KEEPING);
		}
		books->clients[i].pid = pid;
	}
}

void load_go(void)
{
	if (books && write(go[1], "1234", CLIENTS) != CLIENTS)
		die_errno(EXIT_HARNESS, "cannot start the load");
}

/* No more requests are begun: the endpoint has been taken away. */
void load_stop(void)
{
	if (books)
		atomic_store(&books->stopped, 1);
}

/* What the kernel says of a connection from PORT: whether the server has accepted it, and whether anything is still on its way to it. */
struct line {
	bool accepted, queued;
};

static struct line line_of(const char *path, unsigned port)
{
	FILE *table = fopen(path, "re");
	unsigned local, remote, sending, waiting;
	unsigned long inode;
	char text[512];
	struct line line = { false, false };

	while (table && fgets(text, sizeof text, table)) {
		if (sscanf(text, " %*d: %*[0-9A-F]:%x %*[0-9A-F]:%x %*x %x:%x %*x:%*x %*x %*u %*d %lu", &local, &remote, &sending, &waiting, &inode) != 5)
			continue;
		if (local == (unsigned)server_port && remote == port) {
			line.accepted = inode != 0;
			line.queued |= waiting > 0;
		} else if (local == port && remote == (unsigned)server_port)
			line.queued |= sending > 0;
	}
	if (table)
		fclose(table);
	return line;
}

static bool is_in_hand(unsigned port)
{
	struct line four = line_of("/proc/self/net/tcp", port), six = line_of("/proc/self/net/tcp6", port);

	return (four.accepted || six.accepted) && !four.queued && !six.queued;
}

/* Marks what is in the hands of the application. Once. */
void load_mark(void)
{
	if (!books || atomic_load(&books->marked))
		return;
	for (int i = 0; i < CLIENTS; i++) {
		struct client *client = &books->clients[i];
		unsigned request = client->request;

		if (!client->asking || !is_in_hand(client->port) || !client->asking || client->request != request)
			continue;
		client->marked_request = request;
		atomic_fetch_add(&books->held, 1);
	}
	atomic_store(&books->marked, 1);
}

/* Ends the load, and tells the books. What is marked and still waits is lost. */
void load_end(int64_t us)
{
	unsigned open = 0;

	if (!books)
		return;
	for (int i = 0; i < CLIENTS; i++) {
		struct client *client = &books->clients[i];

		kill(client->pid, SIGKILL);
		waitpid(client->pid, NULL, 0);
		open += client->asking;
		books->lost += client->asking && client->marked_request == client->request;
	}
	tell("books", us, "%u\037%u\037%u\037%u\037%u\037%u\037%u\037%u\037%u\037%u", books->asked, books->answered, books->held, books->lost, books->refused,
	     books->broken, books->failed, books->late, books->late_kept, open);
	books = NULL;
}
