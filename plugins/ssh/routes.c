/* The routes of a host as its kernel prints them under /proc/net, of the main table. */
#include "base/address.h"
#include "base/json.h"
#include "base/memory.h"
#include "ssh/facts.h"
#include <stdlib.h>
#include <string.h>

#define ROUTES     4096 /* that model/object.h allows in a list */
#define MAIN_TABLE 254
#define DEVICE     16 /* bytes of an interface's name in Linux, with the NUL */

/* Flags of a route: in use; by a gateway; and those that are no way to anywhere. */
#define UP        0x1U
#define GATEWAY   0x2U
#define DEFAULT   0x10000U /* with the next one: a router announced itself */
#define ANNOUNCED 0x40000U
#define PASSING                                                                                \
	(0x200U | 0x100000U | 0x1000000U | 0x80000000U) /* reject, anycast, cache, local */

struct route {
	struct address destination, gateway; /* family 0: no gateway */
	unsigned long long metric, flags;
	char device[DEVICE];
};

struct routes {
	struct route *list;
	size_t count;
};

static void routes_free(struct routes *routes)
{
	free(routes->list);
}
#define AUTO_ROUTES __attribute__((cleanup(routes_free)))

static bool skip(struct span *line, int words)
{
	struct span word;

	for (int i = 0; i < words; i++)
		if (!span_word(line, &word))
			return false;
	return true;
}

static bool read_number(struct span *line, unsigned base, unsigned long long *number)
{
	struct span word;

	return span_word(line, &word) && span_number(word, base, UINT32_MAX, number);
}

static bool read_address(struct span *line, bool reverse, struct address *address)
{
	struct span word;

	return span_word(line, &word) && facts_words(word, reverse, address);
}

static bool read_device(struct span *line, char out[DEVICE])
{
	struct span word;

	if (!span_word(line, &word) || word.size >= DEVICE)
		return false;
	memcpy(out, word.data, word.size);
	out[word.size] = '\0';
	return true;
}

/* How many bits a mask has; 255 when they do not stand at its beginning. */
static uint8_t bits_of(const struct address *mask)
{
	uint8_t bits = 0;

	while (bits < 32 && mask->bytes[bits / 8] & 0x80 >> bits % 8)
		bits++;
	for (uint8_t rest = bits; rest < 32; rest++)
		if (mask->bytes[rest / 8] & 0x80 >> rest % 8)
			return 255;
	return bits;
}

/* "eth0 00000000 0100A8C0 0003 0 0 100 00000000 0 0 0". */
static bool read_route4(struct span line, bool little, struct route *route)
{
	struct address mask;

	if (!read_device(&line, route->device) ||
		!read_address(&line, little, &route->destination) ||
		!read_address(&line, little, &route->gateway) ||
		!read_number(&line, 16, &route->flags) || !skip(&line, 2) ||
		!read_number(&line, 10, &route->metric) || !read_address(&line, little, &mask))
		return false;
	route->destination.prefix = bits_of(&mask);
	return route->destination.family == 4 && route->gateway.family == 4 &&
	       mask.family == 4 && route->destination.prefix <= 32;
}

/* Destination and bits, source and bits, next hop, metric, users, uses, flags, device. */
static bool read_route6(struct span line, struct route *route)
{
	unsigned long long bits;

	if (!read_address(&line, false, &route->destination) ||
		!read_number(&line, 16, &bits) || !skip(&line, 2) ||
		!read_address(&line, false, &route->gateway) ||
		!read_number(&line, 16, &route->metric) || !skip(&line, 2) ||
		!read_number(&line, 16, &route->flags) || !read_device(&line, route->device))
		return false;
	route->destination.prefix = (uint8_t)bits;
	return route->destination.family == 6 && route->gateway.family == 6 && bits <= 128;
}

/* A black hole has no device; the kernel's own way to its multicast groups leads nowhere. */
static bool is_told(const struct route *route)
{
	bool multicast = route->destination.family == 6 && route->destination.bytes[0] == 0xff;

	return route->flags & UP && !(route->flags & PASSING) && !multicast &&
	       strcmp(route->device, "*") != 0;
}

static bool add(struct routes *routes, struct route *route)
{
	if (!(route->flags & GATEWAY))
		route->gateway = (struct address){0};
	if (!is_told(route))
		return true;
	if (routes->count == ROUTES)
		return false;
	routes->list = mem_resize(routes->list, routes->count + 1, sizeof(*routes->list));
	routes->list[routes->count++] = *route;
	return true;
}

static bool read_all(struct routes *routes, struct span lines, bool six, bool little)
{
	struct span line;

	while (span_line(&lines, &line)) {
		struct route route = {0};

		if (span_trim(line).size == 0)
			continue;
		if (!(six ? read_route6(line, &route) : read_route4(line, little, &route)) ||
			!add(routes, &route))
			return false;
	}
	return true;
}

static int by_destination(const void *left_pointer, const void *right_pointer)
{
	const struct route *left = left_pointer, *right = right_pointer;
	int order = (left->destination.prefix > 0) - (right->destination.prefix > 0);

	if (order == 0)
		order = address_compare(&left->destination, &right->destination);
	if (order == 0)
		order = (left->metric > right->metric) - (left->metric < right->metric);
	if (order == 0)
		order = address_compare(&left->gateway, &right->gateway);
	return order ? order : strcmp(left->device, right->device);
}

static void set_address(
	struct json_object *tree, const char *name, const struct address *address)
{
	char text[ADDRESS_TEXT];

	address_format(address, text);
	json_set_string(tree, name, text);
}

static struct json_object *tree(const struct route *route)
{
	struct json_object *object = json_object_new_object();

	if (route->destination.prefix > 0)
		set_address(object, "destination", &route->destination);
	else
		json_set_string(object, "destination", "default");
	json_set_integer(object, "family", route->destination.family);
	if (route->gateway.family)
		set_address(object, "gateway", &route->gateway);
	json_set_string(object, "device", route->device);
	json_set_integer(object, "metric", (int64_t)route->metric);
	if (route->flags & DEFAULT && route->flags & ANNOUNCED && route->gateway.family == 6)
		json_set_string(object, "protocol", "ra");
	return json_set_integer(object, "table", MAIN_TABLE);
}

struct json_object *facts_routes(struct span routes4, struct span routes6, bool little)
{
	AUTO_ROUTES struct routes routes = {0};
	struct json_object *list;

	if (!read_all(&routes, routes4, false, little) ||
		!read_all(&routes, routes6, true, little))
		return NULL;
	if (routes.count > 0)
		qsort(routes.list, routes.count, sizeof(*routes.list), by_destination);
	list = json_object_new_array();
	for (size_t i = 0; i < routes.count; i++)
		json_object_array_add(list, tree(&routes.list[i]));
	return list;
}
