#include "path.h"

#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"

#define WAIT  700 /* milliseconds for an answer to one packet */
#define TRIES 2   /* of each size */

static int set_integer(int socket, int level, int name, int value)
{
	return setsockopt(socket, level, name, &value, sizeof(value));
}

static int connect_path(struct path *path, in_port_t port)
{
	struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(port)};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(port)};

	memcpy(&four.sin_addr, path->address.bytes, sizeof(four.sin_addr));
	memcpy(&six.sin6_addr, path->address.bytes, sizeof(six.sin6_addr));
	if (path->address.family == 4)
		return connect(path->socket, (struct sockaddr *)&four, sizeof(four));
	return connect(path->socket, (struct sockaddr *)&six, sizeof(six));
}

int path_open(struct path *path, in_port_t port)
{
	bool four = path->address.family == 4;
	int echo = four ? (int)IPPROTO_ICMP : (int)IPPROTO_ICMPV6;

	path->header = four ? 28 : 48;
	path->echo = port == 0;
	path->socket = socket(
		four ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, path->echo ? echo : 0);
	if (path->socket < 0)
		return -1;
	if (four ? set_integer(path->socket, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO)
		 : set_integer(path->socket, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO))
		return -1;
	return connect_path(path, port);
}

void path_close(struct path *path)
{
	mem_close_at(&path->socket);
}

int path_known(const struct path *path)
{
	int value = 0;
	socklen_t size = sizeof(value);

	if (path->address.family == 4)
		getsockopt(path->socket, IPPROTO_IP, IP_MTU, &value, &size);
	else
		getsockopt(path->socket, IPPROTO_IPV6, IPV6_MTU, &value, &size);
	return value;
}

static enum arrival judge(int number)
{
	if (number == EMSGSIZE)
		return TOO_BIG;
	return number == ECONNREFUSED ? ARRIVED : FAILED;
}

/* An echo is as long as what was sent; one of an earlier packet is not. */
static bool is_answer(const struct path *path, ssize_t got, size_t sent)
{
	return !path->echo || (got >= 0 && (size_t)got == sent);
}

static enum arrival await(const struct path *path, size_t sent)
{
	struct pollfd ready = {.fd = path->socket, .events = POLLIN};
	AUTO_FREE char *answer = mem_alloc(sent + 1);
	ssize_t got;

	do {
		if (poll(&ready, 1, WAIT) == 0)
			return SILENT;
		got = recv(path->socket, answer, sent + 1, MSG_DONTWAIT);
		if (got < 0)
			return errno == EAGAIN ? SILENT : judge(errno);
	} while (!is_answer(path, got, sent));
	return ARRIVED; /* or somebody listens there after all */
}

/* The kernel adds number and checksum of an echo. */
static char *make(const struct path *path, size_t size)
{
	char *packet = mem_alloc(size);

	if (path->echo)
		packet[0] = (char)(path->address.family == 4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST);
	return packet;
}

enum arrival path_try(const struct path *path, int size)
{
	/* Of an echo, the 8 bytes that are a datagram's header are of the packet itself. */
	size_t sent = (size_t)(size - path->header + (path->echo ? 8 : 0));
	AUTO_FREE char *packet = make(path, sent);
	enum arrival arrival = SILENT;

	for (int i = 0; i < TRIES && arrival == SILENT && !plugin_cancelled(path->call); i++)
		arrival = send(path->socket, packet, sent, 0) < 0 ? judge(errno)
								  : await(path, sent);
	/* Of echoes the kernel is told what fits, and the socket is not. */
	if (arrival == SILENT && path_known(path) > 0 && path_known(path) < size)
		return TOO_BIG;
	return arrival;
}
