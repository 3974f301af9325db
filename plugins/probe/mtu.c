/*
 * The largest packet that reaches an address whole. A datagram that must not be fragmented is
 * sent to a port where nobody listens: "port unreachable" is the proof that it arrived, "packet
 * too big" says what fits. Neither needs a privilege. Where routers are silent, smaller and
 * smaller ones are tried.
 */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/address.h"
#include "base/clock.h"
#include "base/memory.h"
#include "probe.h"

#define PORT         33434 /* where nobody listens; traceroute begins with it too */
#define LARGEST      1500
#define LARGEST_MOST 65535
#define WAIT         700 /* milliseconds for an answer to one datagram */
#define TRIES        2   /* of each size */

const struct shape_field mtu_fields[] = {
	{"address", SHAPE_ADDRESS, .required = true, .help = "the far end"},
	{"largest", SHAPE_INTEGER, .low = 576, .high = LARGEST_MOST,
		.help = "bytes of the first packet; 1500 without it"},
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535,
		.help = "UDP port where nobody listens; 33434 without it"},
	{0},
};

/* Sizes of packets that links and tunnels really have, for paths whose routers say nothing. */
static const int usual[] = {9000, 1500, 1492, 1480, 1450, 1430, 1400, 1280, 576, 0};

enum arrival { ARRIVED, TOO_BIG, SILENT, FAILED };

struct path {
	struct plugin_call *call;
	struct address address;
	int socket;
	int header; /* bytes of IP and UDP */
};

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

static int open_path(struct path *path, in_port_t port)
{
	bool four = path->address.family == 4;

	path->header = four ? 28 : 48;
	path->socket = socket(four ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (path->socket < 0)
		return -1;
	if (four ? set_integer(path->socket, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO)
		 : set_integer(path->socket, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO))
		return -1;
	return connect_path(path, port);
}

/* What the kernel knows of the path, after a router or our own link said "too big". */
static int known_mtu(const struct path *path)
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
	if (number == ECONNREFUSED)
		return ARRIVED;
	return number == EMSGSIZE ? TOO_BIG : FAILED;
}

static enum arrival await(const struct path *path)
{
	struct pollfd ready = {.fd = path->socket, .events = POLLIN};
	char byte;

	if (poll(&ready, 1, WAIT) == 0)
		return SILENT;
	if (recv(path->socket, &byte, 1, MSG_DONTWAIT) >= 0)
		return ARRIVED; /* somebody listens there after all */
	return errno == EAGAIN ? SILENT : judge(errno);
}

static enum arrival try_size(const struct path *path, int size)
{
	AUTO_FREE char *packet = mem_alloc((size_t)size);
	enum arrival arrival = SILENT;

	for (int i = 0; i < TRIES && arrival == SILENT && !plugin_cancelled(path->call); i++)
		arrival = send(path->socket, packet, (size_t)(size - path->header), 0) < 0
				  ? judge(errno)
				  : await(path);
	return arrival;
}

static int next_usual(int size)
{
	int i = 0;

	while (usual[i] >= size)
		i++;
	return usual[i];
}

/* The next size to try, or 0 when there is none. */
static int smaller(const struct path *path, enum arrival arrival, int size)
{
	int known = known_mtu(path);

	return arrival == TOO_BIG && known > 0 && known < size ? known : next_usual(size);
}

static int find(const struct path *path, int size, struct error *error)
{
	char address[ADDRESS_TEXT];

	address_format(&path->address, address);
	while (size > path->header && !plugin_cancelled(path->call)) {
		enum arrival arrival = try_size(path, size);
		if (arrival == ARRIVED)
			return size;
		if (arrival == FAILED)
			return error_set(error, ERROR_UNREACHABLE, address,
				"The path to %s cannot be measured: %s.", address,
				strerror(errno));
		size = smaller(path, arrival, size);
	}
	return error_set(error, ERROR_UNREACHABLE, address,
		"No packet of any size to %s was answered: it is down, or what refuses the "
		"packets "
		"does so in silence.",
		address);
}

int mtu(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error)
{
	struct path path = {.call = call};
	const char *address = json_string(parameters, "address");
	int64_t begin = clock_monotonic(),
		largest = json_integer(parameters, "largest", LARGEST);
	int found = -1;

	address_parse(&path.address, address); /* its shape was checked */
	if (open_path(&path, (in_port_t)json_integer(parameters, "port", PORT)) < 0)
		error_set(error, ERROR_UNREACHABLE, address, "There is no way to %s: %s.",
			address, strerror(errno));
	else
		found = find(&path, (int)largest, error);
	mem_close_at(&path.socket);
	if (found < 0)
		return -1;
	*result = json_set_integer(json_object_new_object(), "mtu", found);
	json_set_integer(*result, "total_ms", (clock_monotonic() - begin) / 1000);
	return 0;
}
