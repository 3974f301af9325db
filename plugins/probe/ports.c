/*
 * Which TCP ports of a host are open over each family, as seen from here: all are connected to
 * at once, and let go as soon as they answer; nothing is sent to them.
 */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "base/address.h"
#include "base/clock.h"
#include "base/memory.h"
#include "probe.h"

#define TIMEOUT    2500 /* milliseconds: a lost SYN is sent again after one second */
#define PORTS_MOST 256
#define GLANCE     100 /* milliseconds after which the call is looked at again */

static const struct shape_field port_item = {"", SHAPE_INTEGER, .low = 1, .high = 65535};

const struct shape_field ports_fields[] = {
	{"ipv4", SHAPE_ADDRESS, .required = true, .help = "the host's address"},
	{"ipv6", SHAPE_ADDRESS, .required = true, .help = "the other one"},
	{"ports", SHAPE_LIST, .required = true, .item = &port_item, .high = PORTS_MOST,
		.help = "each is asked for over both families"},
	{"timeout_ms", SHAPE_INTEGER, .low = 100, .high = 60000,
		.help = "until when each must answer; 2500 without it"},
	{0},
};

/* One port over one family. */
struct attempt {
	int socket;       /* -1: it is over */
	const char *what; /* "open", "refused", "silent", "unknown" */
};

struct asking {
	struct plugin_call *call;
	struct attempt attempts[2 * PORTS_MOST]; /* IPv4 and IPv6 in turns */
	nfds_t count;
};

static int connect_to(int descriptor, const struct address *address, in_port_t port)
{
	struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(port)};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(port)};

	memcpy(&four.sin_addr, address->bytes, sizeof(four.sin_addr));
	memcpy(&six.sin6_addr, address->bytes, sizeof(six.sin6_addr));
	if (address->family == 4)
		return connect(descriptor, (struct sockaddr *)&four, sizeof(four));
	return connect(descriptor, (struct sockaddr *)&six, sizeof(six));
}

/* A firewall may refuse by "administratively prohibited"; no route at all is our own lack. */
static const char *word_of(int number)
{
	if (number == 0)
		return "open";
	if (number == ECONNREFUSED || number == EACCES || number == EHOSTUNREACH)
		return "refused";
	return number == ETIMEDOUT ? "silent" : "unknown";
}

static void end(struct attempt *attempt, const char *what)
{
	mem_close_at(&attempt->socket);
	attempt->what = what;
}

static void begin(struct attempt *attempt, const struct address *address, in_port_t port)
{
	int family = address->family == 4 ? AF_INET : AF_INET6;

	attempt->socket = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	attempt->what = "silent";
	if (attempt->socket < 0)
		attempt->what = "unknown";
	else if (connect_to(attempt->socket, address, port) == 0)
		end(attempt, "open");
	else if (errno != EINPROGRESS)
		end(attempt, word_of(errno));
}

static void look(struct attempt *attempt)
{
	int number = 0;
	socklen_t size = sizeof(number);

	if (getsockopt(attempt->socket, SOL_SOCKET, SO_ERROR, &number, &size) < 0)
		number = errno;
	end(attempt, word_of(number));
}

/* Returns how many are still waited for. */
static nfds_t wait_once(struct asking *asking, int milliseconds)
{
	struct pollfd ready[2 * PORTS_MOST];
	nfds_t open = 0;

	for (nfds_t i = 0; i < asking->count; i++) {
		ready[i] = (struct pollfd){.fd = asking->attempts[i].socket, .events = POLLOUT};
		open += ready[i].fd >= 0;
	}
	if (open == 0 || poll(ready, asking->count, milliseconds) <= 0)
		return open;
	for (nfds_t i = 0; i < asking->count; i++)
		if (ready[i].fd >= 0 && ready[i].revents)
			look(&asking->attempts[i]);
	return open;
}

/* What was cut off because the call is over was not waited for long enough. */
static void wait_for_all(struct asking *asking, int64_t until)
{
	int64_t left;

	do {
		left = (until - clock_monotonic()) / 1000;
		left = left < GLANCE ? left : GLANCE;
	} while (left > 0 && !plugin_cancelled(asking->call) &&
		 wait_once(asking, (int)left) > 0);
	for (nfds_t i = 0; i < asking->count; i++)
		if (asking->attempts[i].socket >= 0)
			end(&asking->attempts[i],
				plugin_cancelled(asking->call) ? "unknown" : "silent");
}

static struct json_object *tell(const struct asking *asking, struct json_object *ports)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < asking->count / 2; i++) {
		struct json_object *told = json_object_new_object();

		json_set(told, "port", json_object_get(json_object_array_get_idx(ports, i)));
		json_set_string(told, "ipv4", asking->attempts[2 * i].what);
		json_set_string(told, "ipv6", asking->attempts[2 * i + 1].what);
		json_object_array_add(list, told);
	}
	return list;
}

static int read_address(struct address *address, struct json_object *parameters,
	const char *member, int family, struct error *error)
{
	const char *text = json_string(parameters, member);

	if (address_parse(address, text) == 0 && address->family == family)
		return 0;
	return error_set(
		error, ERROR_INPUT, member, "\"%s\" is no address of IPv%d.", text, family);
}

int ports(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error)
{
	struct json_object *list = json_member(parameters, "ports");
	AUTO_FREE struct asking *asking = mem_alloc(sizeof(*asking));
	int64_t time = json_integer(parameters, "timeout_ms", TIMEOUT);
	struct address four, six;

	if (read_address(&four, parameters, "ipv4", 4, error) < 0 ||
		read_address(&six, parameters, "ipv6", 6, error) < 0)
		return -1;
	asking->call = call;
	for (size_t i = 0; i < json_length(list); i++) {
		in_port_t port =
			(in_port_t)json_object_get_int(json_object_array_get_idx(list, i));

		begin(&asking->attempts[asking->count++], &four, port);
		begin(&asking->attempts[asking->count++], &six, port);
	}
	wait_for_all(asking, clock_monotonic() + time * 1000);
	*result = json_set(json_object_new_object(), "ports", tell(asking, list));
	return 0;
}
