/*
 * The largest packet that reaches an address whole. "Packet too big" says what fits; where
 * routers are silent, smaller and smaller ones are tried, and what vanished is told.
 */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "path.h"
#include "probe.h"

#define PORT         33434 /* where nobody listens; traceroute begins with it too */
#define LARGEST      1500
#define LARGEST_MOST 65535
#define SMALL        80 /* bytes that every path carries */

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

struct search {
	int mtu;      /* what arrived; 0: nothing */
	int lost;     /* the largest size of which nothing was heard; 0: none */
	bool too_big; /* somebody said so */
};

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
	int known = path_known(path);

	return arrival == TOO_BIG && known > 0 && known < size ? known : next_usual(size);
}

static int fail(const struct path *path, struct error *error)
{
	char address[ADDRESS_TEXT];

	address_format(&path->address, address);
	return error_set(error, ERROR_UNREACHABLE, address,
		"The path to %s cannot be measured: %s.", address, strerror(errno));
}

static int find(const struct path *path, int size, struct search *search, struct error *error)
{
	while (size > path->header && !plugin_cancelled(path->call)) {
		enum arrival arrival = path_try(path, size);

		if (arrival == ARRIVED) {
			search->mtu = size;
			return 0;
		}
		if (arrival == FAILED)
			return fail(path, error);
		search->too_big = search->too_big || arrival == TOO_BIG;
		if (arrival == SILENT && search->lost == 0)
			search->lost = size;
		size = smaller(path, arrival, size);
	}
	return 0;
}

/* What vanished between two that were answered may have met who answers only so often. */
static int find_again(const struct path *path, struct search *search, struct error *error)
{
	struct search again = {0};

	if (search->lost == 0 || search->mtu == 0 || plugin_cancelled(path->call))
		return 0;
	if (path_try(path, search->lost) == SILENT)
		return 0;
	if (find(path, search->lost, &again, error) < 0)
		return -1;
	if (again.mtu > 0)
		*search = again;
	return 0;
}

/* Opens a path on which something is heard. */
static int choose(struct path *path, in_port_t port, struct error *error)
{
	enum arrival arrival;
	char address[ADDRESS_TEXT];

	address_format(&path->address, address);
	if (path_open(path, port) < 0)
		return error_set(error, ERROR_UNREACHABLE, address,
			"There is no way to %s: %s.", address, strerror(errno));
	arrival = path_try(path, SMALL);
	if (arrival == SILENT) {
		path_close(path);
		arrival = path_open(path, 0) < 0 ? SILENT : path_try(path, SMALL);
	}
	if (arrival == FAILED)
		return fail(path, error);
	if (arrival == SILENT)
		return error_set(error, ERROR_UNREACHABLE, address,
			"No packet of any size to %s was answered: it is down, or what refuses "
			"the packets does so in silence.",
			address);
	return 0;
}

static struct json_object *tell(
	const struct path *path, const struct search *search, int64_t begin)
{
	struct json_object *told =
		json_set_integer(json_object_new_object(), "mtu", search->mtu);

	json_set_string(told, "over", path->echo ? "echo" : "udp");
	json_set_boolean(told, "too_big", search->too_big);
	if (search->lost > 0)
		json_set_integer(told, "lost", search->lost);
	return json_set_integer(told, "total_ms", (clock_monotonic() - begin) / 1000);
}

int mtu(struct plugin_call *call, struct json_object *parameters, struct json_object **result,
	struct error *error)
{
	struct path path = {.call = call, .socket = -1};
	struct search search = {0};
	int64_t begin = clock_monotonic();
	int largest = (int)json_integer(parameters, "largest", LARGEST);

	address_parse(&path.address, json_string(parameters, "address")); /* of checked shape */
	if (choose(&path, (in_port_t)json_integer(parameters, "port", PORT), error) == 0 &&
		find(&path, largest, &search, error) == 0 &&
		find_again(&path, &search, error) == 0)
		*result = tell(&path, &search, begin);
	path_close(&path);
	return *result ? 0 : -1;
}
