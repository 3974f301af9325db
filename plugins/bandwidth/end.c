#include "bandwidth/end.h"
#include <errno.h>
#include <netinet/udp.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BATCH  32                /* datagrams of one system call */
#define BUFFER (8 * 1024 * 1024) /* of the kernel, if it lets us */

int64_t end_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int set(int socket, int level, int name, int value)
{
	return setsockopt(socket, level, name, &value, sizeof(value));
}

static socklen_t size_of(const struct sockaddr_storage *address)
{
	return address->ss_family == AF_INET ? sizeof(struct sockaddr_in)
					     : sizeof(struct sockaddr_in6);
}

/*
 * An address that is translated on the way is not the host's own: then any of its own will do.
 */
static int bind_to(struct end *end)
{
	struct sockaddr_storage any = {.ss_family = end->local.ss_family};
	socklen_t size = size_of(&end->local);

	if (bind(end->socket, (struct sockaddr *)&end->local, size) == 0)
		return 0;
	if (errno != EADDRNOTAVAIL)
		return -1;
	((struct sockaddr_in *)(void *)&any)->sin_port =
		((struct sockaddr_in *)(void *)&end->local)->sin_port;
	return bind(end->socket, (struct sockaddr *)&any, size);
}

int end_open(struct end *end)
{
	socklen_t size = sizeof(end->local);
	int family = end->local.ss_family;

	end->socket = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (end->socket < 0)
		return -1;
	if (family == AF_INET6)
		set(end->socket, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	set(end->socket, SOL_SOCKET, SO_TIMESTAMPNS, 1);
	set(end->socket, SOL_SOCKET, SO_RCVBUF, BUFFER);
	set(end->socket, SOL_SOCKET, SO_RCVBUFFORCE, BUFFER);
	set(end->socket, SOL_SOCKET, SO_SNDBUF, BUFFER);
	set(end->socket, SOL_SOCKET, SO_SNDBUFFORCE, BUFFER);
	end->cuts = set(end->socket, IPPROTO_UDP, UDP_SEGMENT, WIRE_LOAD) == 0;
	end->packet = WIRE_LOAD + 8 + (family == AF_INET ? 20 : 40);
	if (bind_to(end) < 0)
		return -1;
	return getsockname(end->socket, (struct sockaddr *)&end->local, &size);
}

int end_connect(struct end *end, const struct sockaddr_storage *peer)
{
	if (connect(end->socket, (const struct sockaddr *)peer, size_of(peer)) < 0)
		return -1;
	end->connected = true;
	return 0;
}

void end_close(struct end *end)
{
	if (end->socket >= 0)
		close(end->socket);
	end->socket = -1;
}

bool end_over(const struct end *end)
{
	struct pollfd watched = {.fd = end->watched, .events = POLLIN};

	if (end_now() >= end->ends)
		return true;
	return end->watched >= 0 && poll(&watched, 1, 0) != 0;
}

bool end_wait(const struct end *end, int64_t longest)
{
	struct pollfd both[] = {
		{.fd = end->socket, .events = POLLIN}, {.fd = end->watched, .events = POLLIN}};
	struct timespec wait = {longest / 1000000000, longest % 1000000000};

	ppoll(both, 2, &wait, NULL);
	return both[1].revents == 0 && end_now() < end->ends;
}

bool end_same_address(const struct sockaddr_storage *left, const struct sockaddr_storage *right)
{
	const struct sockaddr_in *left4 = (const void *)left, *right4 = (const void *)right;
	const struct sockaddr_in6 *left6 = (const void *)left, *right6 = (const void *)right;

	if (left->ss_family != right->ss_family)
		return false;
	if (left->ss_family == AF_INET)
		return left4->sin_addr.s_addr == right4->sin_addr.s_addr;
	return memcmp(&left6->sin6_addr, &right6->sin6_addr, sizeof(left6->sin6_addr)) == 0;
}

/* Whoever may begin and knows the key becomes the one peer. */
static bool accepts(
	struct end *end, const struct wire *wire, const struct sockaddr_storage *from)
{
	if (end->connected)
		return true;
	if (wire->type != WIRE_TYPE_HELLO)
		return false;
	if (end->peer.ss_family != AF_UNSPEC && !end_same_address(&end->peer, from))
		return false;
	return end_connect(end, from) == 0;
}

static int64_t when(const struct msghdr *message)
{
	for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control;
		control = CMSG_NXTHDR((struct msghdr *)message, control)) {
		struct timespec at;

		if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SO_TIMESTAMPNS)
			continue;
		memcpy(&at, CMSG_DATA(control), sizeof(at));
		return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
	}
	return 0;
}

int end_hear(struct end *end, struct heard *heard, int room)
{
	unsigned char bytes[BATCH][WIRE_HEADER];
	char controls[BATCH][CMSG_SPACE(sizeof(struct timespec))];
	struct sockaddr_storage from[BATCH];
	struct iovec parts[BATCH];
	struct mmsghdr messages[BATCH];
	int got, kept = 0;

	memset(messages, 0, sizeof(messages));
	for (int i = 0; i < BATCH; i++) {
		parts[i] = (struct iovec){bytes[i], sizeof(bytes[i])};
		messages[i].msg_hdr = (struct msghdr){&from[i], sizeof(from[i]), &parts[i], 1,
			controls[i], sizeof(controls[i]), 0};
	}
	got = recvmmsg(end->socket, messages, (unsigned)(room < BATCH ? room : BATCH),
		MSG_DONTWAIT, NULL);
	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	for (int i = 0; i < got; i++) {
		if (!wire_read(&heard[kept].wire, end->key, bytes[i], messages[i].msg_len) ||
			!accepts(end, &heard[kept].wire, &from[i]))
			continue;
		end->left |= heard[kept].wire.type == WIRE_TYPE_BYE;
		heard[kept++].at = when(&messages[i].msg_hdr);
	}
	return kept;
}

void end_say(const struct end *end, const struct wire *wire)
{
	unsigned char bytes[WIRE_HEADER];

	wire_write(bytes, end->key, wire);
	send(end->socket, bytes, sizeof(bytes), MSG_DONTWAIT);
}

/* As many messages as the datagrams make; each but the last has as many of them. */
static unsigned pack(struct mmsghdr *messages, struct iovec *parts,
	unsigned char bytes[][WIRE_LOAD], unsigned count, unsigned together)
{
	unsigned made = 0;

	memset(messages, 0, BATCH * sizeof(*messages));
	for (unsigned i = 0; i < count; i += together, made++) {
		unsigned some = count - i < together ? count - i : together;

		parts[made] = (struct iovec){bytes[i], some * (size_t)WIRE_LOAD};
		messages[made].msg_hdr.msg_iov = &parts[made];
		messages[made].msg_hdr.msg_iovlen = 1;
	}
	return made;
}

int end_load(struct end *end, const struct wire *first, unsigned count, unsigned together)
{
	static unsigned char bytes[BATCH][WIRE_LOAD];
	struct iovec parts[BATCH];
	struct mmsghdr messages[BATCH];
	struct wire wire = *first;
	unsigned made;
	int sent;

	wire.stamp = (uint64_t)end_now();
	count = count < BATCH ? count : BATCH;
	together = end->cuts && together > 0 ? together : 1;
	for (unsigned i = 0; i < count; i++, wire.sequence++)
		wire_write(bytes[i], end->key, &wire);
	made = pack(messages, parts, bytes, count, together);
	sent = sendmmsg(end->socket, messages, made, MSG_DONTWAIT);
	if (sent >= 0)
		return (unsigned)sent == made ? (int)count : sent * (int)together;
	if (together > 1 && (errno == EIO || errno == EINVAL || errno == EMSGSIZE))
		end->cuts = false; /* the device cannot: next time one by one */
	else if (errno != EAGAIN && errno != ENOBUFS && errno != EINTR)
		return -1;
	return 0;
}
