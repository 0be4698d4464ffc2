/* The application's network: a loopback interface of its own, that reaches nobody else. */
#include "app.h"

#include <fcntl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	need(fd < 0 ? -1 : ioctl(fd, SIOCGIFFLAGS, &request), "cannot look at the loopback interface");
	request.ifr_flags |= IFF_UP | IFF_RUNNING;
	need(ioctl(fd, SIOCSIFFLAGS, &request), "cannot set the loopback interface up");
	close(fd);
}

static int listens_in(const char *path, int port)
{
	FILE *table = fopen(path, "re");
	unsigned local, state;
	char line[512];
	int found = 0;

	while (table && !found && fgets(line, sizeof line, table))
		found = sscanf(line, " %*d: %*[0-9A-F]:%x %*[0-9A-F]:%*x %x", &local, &state) == 2 && state == 0x0A /* TCP_LISTEN */ && local == (unsigned)port;
	if (table)
		fclose(table);
	return found;
}

/* Whether somebody listens at the port: the kernel's table says so, and the application does not notice. */
int is_listening(int port)
{
	return listens_in("/proc/self/net/tcp", port) || listens_in("/proc/self/net/tcp6", port);
}

/* Connects to the port, by IPv4 or else IPv6. Returns a descriptor, or -1. */
int connect_to(int port)
{
	struct sockaddr_in four = { AF_INET, htons((uint16_t)port), { htonl(INADDR_LOOPBACK) }, { 0 } };
	struct sockaddr_in6 six = { AF_INET6, htons((uint16_t)port), 0, IN6ADDR_LOOPBACK_INIT, 0 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && connect(fd, (struct sockaddr *)&four, sizeof four) == 0)
		return fd;
	close(fd);
	fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&six, sizeof six) == 0)
		return fd;
	close(fd);
	return -1;
}
