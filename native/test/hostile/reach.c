/* Attempts to reach the person who fuzzes: the terminal, processes, keys, sockets and groups that Node was started with. */
#include "attempt.h"

#include <linux/keyctl.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <linux/vm_sockets.h>

#define ALL_PIDS 70000

static char key_type[] = "user", secret_name[] = STAGED, own_name[] = WAS_HERE, own_value[] = "x";

/* Types a command into the terminal `path`. */
static long types(const struct attempt *self)
{
	int fd = open(self->path, O_RDWR | O_NONBLOCK | O_NOCTTY);
	long result = fd;

	for (const char *c = " touch " WAS_HERE "\n"; *c && result >= 0; c++)
		result = ioctl(fd, TIOCSTI, c);
	return result;
}

/* The same by every descriptor that it has, and by 32-bit calls. */
static long types_into_all(const struct attempt *self)
{
	static char letter[] = "\n";
	long typed = -1;

	(void)self;
	for (int fd = 0; fd < 1024; fd++)
		if (ioctl(fd, TIOCSTI, letter) == 0 || call_i386(54, fd, TIOCSTI, (long)letter, 0) == 0)
			typed = 0;
	return typed < 0 ? refused(errno) : typed;
}

/* The same by every terminal that has a name here, stolen first. */
static long types_by_name(const struct attempt *self)
{
	char path[32];
	int opened = 0;

	(void)self;
	for (int n = 0; n < 100; n++) {
		int fd;

		snprintf(path, sizeof path, "/dev/pts/%d", n);
		fd = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY);
		opened += fd >= 0;
		if (fd >= 0 && ioctl(fd, TIOCSCTTY, 1) == 0 && ioctl(fd, TIOCSTI, "\n") == 0)
			return 0;
	}
	return opened > 0 ? 0 : refused(ENOENT);
}

/* Pastes what is selected on a virtual console. */
static long pastes(const struct attempt *self)
{
	char paste = 3;
	int fd = open(self->path, O_RDWR | O_NONBLOCK | O_NOCTTY);

	return fd < 0 ? -1 : ioctl(fd, TIOCLINUX, &paste);
}

/* Writes to the terminal. */
static long writes_to_terminal(const struct attempt *self)
{
	int fd = open(self->path, O_WRONLY | O_NONBLOCK | O_NOCTTY);

	return fd < 0 ? -1 : write(fd, "\033[31m" WAS_HERE "\n", 5 + sizeof WAS_HERE);
}

/* Kills its own group, which is that of Node where nobody has made another. It dies of it itself. */
static long kills_own_group(const struct attempt *self)
{
	return kill(0, (int)self->number);
}

/* Kills all processes, or all groups where `number` is -1, one by one. */
static long kills_all(const struct attempt *self)
{
	for (int pid = 2; pid < ALL_PIDS; pid++)
		if (pid != getpid())
			kill((pid_t)self->number * pid, SIGKILL);
	return refused(ESRCH);
}

/* Kills its parent, from outside of its own tree where that is somebody there. */
static long kills_parent(const struct attempt *self)
{
	(void)self;
	return getppid() == 0 ? refused(ESRCH) : getppid() == 1 ? refused(EPERM) : kill(getppid(), SIGKILL);
}

/* Searches a keyring for the secret and reads it. */
static long reads_key(const struct attempt *self)
{
	char value[64];
	long key = syscall(SYS_keyctl, KEYCTL_SEARCH, self->number, key_type, secret_name, 0);

	return key < 0 ? -1 : syscall(SYS_keyctl, KEYCTL_READ, key, value, sizeof value);
}

/* Asks the kernel for the secret, and a program of the host to find it where it is not there. */
static long requests_key(const struct attempt *self)
{
	return syscall(SYS_request_key, key_type, self->path, "callout", KEY_SPEC_SESSION_KEYRING);
}

/* Puts a key where the host finds it. */
static long adds_key(const struct attempt *self)
{
	return syscall(SYS_add_key, key_type, own_name, own_value, 1, self->number);
}

/* The same by 32-bit calls: what they point to lies low in a static program. */
static long adds_key_i386(const struct attempt *self)
{
	return call_i386(286, (long)key_type, (long)own_name, (long)own_value, 1) < 0 ? -1 : self->number;
}

static long searches_key_i386(const struct attempt *self)
{
	return call_i386(288, KEYCTL_SEARCH, self->number, (long)key_type, (long)secret_name);
}

/* Joins the session keyring of a name, or makes it. */
static long joins_keyring(const struct attempt *self)
{
	return syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, self->path);
}

/* Connects to a Unix socket by its path, or where that is empty by its name without one, and writes. */
static long connects(const struct attempt *self)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	socklen_t size = sizeof address;

	if (self->path[0])
		snprintf(address.sun_path, sizeof address.sun_path, "%s", self->path);
	else {
		memcpy(address.sun_path + 1, STAGED, sizeof STAGED - 1);
		size = offsetof(struct sockaddr_un, sun_path) + sizeof STAGED;
	}
	if (connect(fd, (struct sockaddr *)&address, size) < 0)
		return -1;
	return write(fd, WAS_HERE, sizeof WAS_HERE - 1);
}

/* Writes into a FIFO. */
static long writes_fifo(const struct attempt *self)
{
	int fd = open(self->path, O_WRONLY | O_NONBLOCK);

	return fd < 0 ? -1 : write(fd, WAS_HERE, sizeof WAS_HERE - 1);
}

/* Reaches a port of the loopback interface: also where nobody listens there, the refusal comes from it. */
static long connects_tcp(const struct attempt *self)
{
	struct sockaddr_in address = { AF_INET, htons((uint16_t)self->number), { htonl(INADDR_LOOPBACK) }, { 0 } };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return connect(fd, (struct sockaddr *)&address, sizeof address) == 0 || errno == ECONNREFUSED ? 0 : -1;
}

/* Makes a socket to the hypervisor. */
static long opens_vsock(const struct attempt *self)
{
	return socket(AF_VSOCK, (int)self->number, 0);
}

/* The same by the 32-bit call for all socket calls, and by the one of its own. */
static long opens_vsock_i386(const struct attempt *self)
{
	static unsigned arguments[3] = { AF_VSOCK, SOCK_STREAM, 0 };

	return self->number == 102 ? call_i386(102, 1, (long)arguments, 0, 0) : call_i386(self->number, AF_VSOCK, SOCK_STREAM, 0, 0);
}

static const struct attempt rows[] = {
	{ "types-into-terminal", BOTH, "TIOCSTI into the terminal of who fuzzes", types, "/dev/tty", 0, 0, 0 },
	{ "types-into-console", BOTH, "TIOCSTI into the console", types, "/dev/console", 0, 0, 0 },
	{ "types-by-descriptor", BOTH, "TIOCSTI by each descriptor from 0 to 1023, by 32-bit calls too", types_into_all, NULL, 0, 0, 0 },
	{ "types-by-name", BOTH, "opens each terminal of /dev/pts and steals it", types_by_name, NULL, 0, 0, 0 },
	{ "pastes-into-terminal", BOTH, "TIOCLINUX", pastes, "/dev/tty", 0, 0, 0 },
	{ "writes-to-terminal", BOTH, "coloured text on the terminal", writes_to_terminal, "/dev/tty", 0, 0, 0 },
	{ "reads-terminal", BOTH, "reads keystrokes", opens, "/dev/tty", O_RDONLY, 0, 0 },
	{ "kills-own-group", BOTH, "SIGKILL to its group, which may be Node's", kills_own_group, NULL, SIGKILL, 0, 0 },
	{ "kills-all-processes", MAIN, "SIGKILL to each number", kills_all, NULL, 1, 0, 0 },
	{ "kills-all-groups", MAIN, "SIGKILL to each group", kills_all, NULL, -1, 0, 0 },
	{ "kills-parent", BOTH, "SIGKILL to its parent", kills_parent, NULL, 0, 0, 0 },
	{ "reads-session-key", BOTH, "a secret of the session keyring", reads_key, NULL, KEY_SPEC_SESSION_KEYRING, 0, 0 },
	{ "reads-user-key", BOTH, "a secret of the user keyring", reads_key, NULL, KEY_SPEC_USER_KEYRING, 0, 0 },
	{ "reads-user-session-key", BOTH, "a secret of the user's session keyring", reads_key, NULL, KEY_SPEC_USER_SESSION_KEYRING, 0, 0 },
	{ "requests-key", BOTH, "request_key of the secret", requests_key, STAGED, 0, 0, 0 },
	{ "requests-unknown-key", BOTH, "request_key of one that a program of the host is started for", requests_key, "initproof-unknown", 0, 0, 0 },
	{ "adds-session-key", BOTH, "add_key to the session keyring", adds_key, NULL, KEY_SPEC_SESSION_KEYRING, 0, 0 },
	{ "adds-user-key", BOTH, "add_key to the user keyring", adds_key, NULL, KEY_SPEC_USER_KEYRING, 0, 0 },
	{ "adds-key-i386", BOTH, "add_key by a 32-bit call", adds_key_i386, NULL, 0, 0, 0 },
	{ "searches-key-i386", BOTH, "keyctl by a 32-bit call", searches_key_i386, NULL, KEY_SPEC_SESSION_KEYRING, 0, 0 },
	{ "joins-keyring", BOTH, "joins the session keyring of who fuzzes by its name", joins_keyring, STAGED, 0, 0, 0 },
	{ "lists-keys", BOTH, "/proc/keys", reads, "/proc/keys", 0, 0, 0 },
	{ "lists-key-users", BOTH, "/proc/key-users", reads, "/proc/key-users", 0, 0, 0 },
	{ "connects-in-opt", BOTH, "a Unix socket in /opt", connects, "/opt/" STAGED "/socket", 0, 0, 0 },
	{ "connects-in-run", BOTH, "a Unix socket in /run", connects, "/run/" STAGED "/socket", 0, 0, 0 },
	{ "connects-in-tmp", BOTH, "a Unix socket in /tmp", connects, "/tmp/" STAGED "/socket", 0, 0, 0 },
	{ "connects-abstract", BOTH, "a Unix socket without a path", connects, "", 0, 0, 0 },
	{ "writes-fifo-in-opt", BOTH, "a FIFO in /opt", writes_fifo, "/opt/" STAGED "/fifo", 0, 0, 0 },
	{ "writes-fifo-in-run", BOTH, "a FIFO in /run", writes_fifo, "/run/" STAGED "/fifo", 0, 0, 0 },
	{ "writes-fifo-in-tmp", BOTH, "a FIFO in /tmp", writes_fifo, "/tmp/" STAGED "/fifo", 0, 0, 0 },
	{ "connects-loopback", BOTH, "the host's loopback interface", connects_tcp, NULL, 22, 0, 0 },
	{ "opens-vsock", BOTH, "a stream to the hypervisor", opens_vsock, NULL, SOCK_STREAM, 0, 0 },
	{ "opens-vsock-datagrams", BOTH, "datagrams to the hypervisor", opens_vsock, NULL, SOCK_DGRAM, 0, 0 },
	{ "opens-vsock-socketcall", BOTH, "the same by socketcall(2)", opens_vsock_i386, NULL, 102, 0, 0 },
	{ "opens-vsock-i386", BOTH, "the same by a 32-bit call", opens_vsock_i386, NULL, 359, 0, 0 },
	{ "reads-group-file", BOTH, "a file of root:root 0640 in /etc", opens, "/etc/" STAGED, O_RDONLY, 0, 0 },
	{ "reads-group-file-in-opt", BOTH, "the same in /opt", opens, "/opt/" STAGED "/secret", O_RDONLY, 0, 0 },
};

const struct table reach = { "reach", rows, sizeof rows / sizeof *rows };
