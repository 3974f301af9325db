#include "bandwidth/transfer.h"
#include <errno.h>
#include <linux/tcp.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define PIECE    (64 * 1024)
#define GREETING (WIRE_KEY + 1)
#define RECEIPT  16
#define PATIENCE (2000 * MILLISECOND) /* for the other end to do what is next */
#define SAMPLE   (5 * MILLISECOND)    /* between two looks at the round trip */

static socklen_t size_of(const struct sockaddr_storage *address)
{
	return address->ss_family == AF_INET ? sizeof(struct sockaddr_in)
					     : sizeof(struct sockaddr_in6);
}

static int close_failed(int socket)
{
	int number = errno;

	close(socket);
	errno = number;
	return -1;
}

int transfer_listen(const struct end *end)
{
	int family = end->local.ss_family, one = 1;
	int listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (listener < 0)
		return -1;
	if (family == AF_INET6)
		setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	if (bind(listener, (const struct sockaddr *)&end->local, size_of(&end->local)) < 0 ||
		listen(listener, 1) < 0)
		return close_failed(listener);
	return listener;
}

/* --- waiting --- */

/* False when nothing came in time, or the test is over; errno says so. */
static bool await(const struct end *end, int socket, short events, int64_t until)
{
	struct pollfd ready = {.fd = socket, .events = events};

	while (end_now() < until && !end_over(end))
		if (poll(&ready, 1, 20) > 0)
			return true;
	errno = ETIMEDOUT;
	return false;
}

static bool read_all(const struct end *end, int socket, void *data, size_t size)
{
	int64_t until = end_now() + PATIENCE;
	size_t got = 0;

	while (got < size) {
		ssize_t count;

		if (!await(end, socket, POLLIN, until))
			return false;
		count = recv(socket, (char *)data + got, size - got, 0);
		if (count == 0)
			errno = ECONNRESET;
		if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
			return false;
		got += count > 0 ? (size_t)count : 0;
	}
	return true;
}

static bool write_all(const struct end *end, int socket, const void *data, size_t size)
{
	int64_t until = end_now() + PATIENCE;

	while (size > 0) {
		ssize_t count;

		if (!await(end, socket, POLLOUT, until))
			return false;
		count = send(socket, data, size, MSG_NOSIGNAL);
		if (count < 0 && errno != EAGAIN && errno != EINTR)
			return false;
		if (count > 0) {
			data = (const char *)data + count;
			size -= (size_t)count;
		}
	}
	return true;
}

/* --- sending --- */

struct looks {
	int64_t sum, count, next;
};

/* Fields that an old kernel does not know are 0. */
static void look(int socket, struct looks *looks, struct transfer *transfer)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);

	memset(&info, 0, sizeof(info));
	if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
		return;
	looks->sum += (int64_t)info.tcpi_rtt * 1000;
	looks->count++;
	transfer->sent = info.tcpi_bytes_sent;
	transfer->again = info.tcpi_bytes_retrans;
	transfer->mtu = info.tcpi_pmtu;
	transfer->round_trip = looks->sum / looks->count;
}

static int64_t get_number(const unsigned char *bytes)
{
	uint64_t number = 0;

	for (int i = 0; i < 8; i++)
		number = number << 8 | bytes[i];
	return (int64_t)(number & INT64_MAX);
}

static void put_number(unsigned char *bytes, uint64_t number)
{
	for (int i = 7; i >= 0; i--, number >>= 8)
		bytes[i] = (unsigned char)number;
}

/* What the receiver counted; it may say no more than was given to it. */
static bool read_receipt(
	const struct end *end, int socket, uint64_t given, struct transfer *transfer)
{
	unsigned char bytes[RECEIPT];

	if (!read_all(end, socket, bytes, sizeof(bytes)))
		return false;
	transfer->arrived = (uint64_t)get_number(bytes);
	transfer->took = get_number(bytes + 8);
	if (transfer->arrived <= given && transfer->took > 0)
		return true;
	errno = EPROTO;
	return false;
}

static int send_for(const struct end *end, int socket, const struct limits *limits,
	struct transfer *transfer)
{
	static const char piece[PIECE];
	int64_t until = end_now() + limits->time;
	struct looks looks = {0};
	uint64_t given = 0;

	while (end_now() < until && given < limits->budget && !end_over(end)) {
		uint64_t left = limits->budget - given;
		ssize_t count = send(socket, piece, left < PIECE ? left : PIECE, MSG_NOSIGNAL);

		if (count < 0 && errno != EAGAIN && errno != EINTR)
			return -1;
		if (count > 0)
			given += (uint64_t)count;
		else
			await(end, socket, POLLOUT, end_now() + SAMPLE);
		if (end_now() >= looks.next) {
			look(socket, &looks, transfer);
			looks.next = end_now() + SAMPLE;
		}
	}
	shutdown(socket, SHUT_WR);
	if (!read_receipt(end, socket, given, transfer))
		return -1;
	look(socket, &looks, transfer);
	return 1;
}

/* --- receiving --- */

static int receive_all(const struct end *end, int socket, const struct limits *limits)
{
	static char piece[PIECE];
	unsigned char receipt[RECEIPT];
	int64_t until = end_now() + limits->time + PATIENCE, first = 0, last = 0;
	uint64_t arrived = 0;
	ssize_t count = 1;

	while (count != 0) {
		if (!await(end, socket, POLLIN, until))
			return -1;
		count = recv(socket, piece, sizeof(piece), 0);
		if (count < 0 && errno != EAGAIN && errno != EINTR)
			return -1;
		if (count <= 0)
			continue;
		last = end_now();
		first = first ? first : last;
		arrived += (uint64_t)count;
	}
	put_number(receipt, arrived);
	put_number(receipt + 8, (uint64_t)(last - first > 0 ? last - first : 1));
	return write_all(end, socket, receipt, sizeof(receipt)) ? 0 : -1;
}

/* --- the two ends --- */

static int connect_to(const struct end *end)
{
	int socket_ =
		socket(end->peer.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int number = 0;
	socklen_t size = sizeof(number);

	if (socket_ < 0)
		return -1;
	if (connect(socket_, (const struct sockaddr *)&end->peer, size_of(&end->peer)) == 0)
		return socket_;
	if (errno != EINPROGRESS || !await(end, socket_, POLLOUT, end_now() + PATIENCE))
		return close_failed(socket_);
	getsockopt(socket_, SOL_SOCKET, SO_ERROR, &number, &size);
	errno = number;
	return number ? close_failed(socket_) : socket_;
}

int transfer_call(const struct end *end, enum wire_direction direction,
	const struct limits *limits, struct transfer *transfer)
{
	unsigned char greeting[GREETING];
	int done = -1, stream = connect_to(end);

	*transfer = (struct transfer){0};
	if (stream < 0)
		return -1;
	memcpy(greeting, end->key, WIRE_KEY);
	greeting[WIRE_KEY] = (unsigned char)direction;
	if (write_all(end, stream, greeting, sizeof(greeting)))
		done = direction == WIRE_UP ? send_for(end, stream, limits, transfer)
					    : receive_all(end, stream, limits);
	if (done < 0)
		return close_failed(stream);
	close(stream);
	return done;
}

static bool is_the_peer(const struct end *end, const struct sockaddr_storage *from)
{
	struct sockaddr_storage peer;
	socklen_t size = sizeof(peer);

	return getpeername(end->socket, (struct sockaddr *)&peer, &size) == 0 &&
	       end_same_address(&peer, from);
}

static bool greets(const struct end *end, int stream, enum wire_direction *direction)
{
	unsigned char greeting[GREETING];

	if (!read_all(end, stream, greeting, sizeof(greeting)))
		return false;
	errno = EACCES;
	*direction = greeting[WIRE_KEY] == WIRE_UP ? WIRE_UP : WIRE_DOWN;
	return wire_same_key(greeting, end->key);
}

int transfer_answer(const struct end *end, int listener, enum wire_direction *direction,
	const struct limits *limits, struct transfer *transfer)
{
	struct sockaddr_storage from;
	socklen_t size = sizeof(from);
	int done = -1, stream;

	*transfer = (struct transfer){0};
	if (!await(end, listener, POLLIN, end_now() + PATIENCE))
		return -1;
	stream = accept4(
		listener, (struct sockaddr *)&from, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (stream < 0)
		return -1;
	errno = EACCES;
	if (is_the_peer(end, &from) && greets(end, stream, direction))
		done = *direction == WIRE_UP ? receive_all(end, stream, limits)
					     : send_for(end, stream, limits, transfer);
	if (done < 0)
		return close_failed(stream);
	close(stream);
	return done;
}
