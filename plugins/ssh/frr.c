#include "ssh/frr.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <string.h>

#define PEERS 256 /* that model/object.h allows */

struct reading {
	struct json_object *router, *measures;
	struct json_object *peers; /* "PROTOCOL NAME" -> the peer, with "up" */
	struct frr_routes routes;
	int64_t unasked;
	bool whole;
};

static void reading_free(struct reading *reading)
{
	json_object_put(reading->router);
	json_object_put(reading->peers);
	frr_routes_free(&reading->routes);
}
#define AUTO_READING __attribute__((cleanup(reading_free)))

struct json_object *frr_list(struct json_object *object, const char *name)
{
	struct json_object *list = json_member(object, name);

	return json_object_is_type(list, json_type_array) ? list : NULL;
}

const char *frr_text(struct json_object *object, const char *name, size_t high)
{
	const char *text = json_string(object, name);

	return text && span_printable((struct span){text, strlen(text)}, high) ? text : NULL;
}

/* --- peers --- */

/* A session of several address families is one; it is up when one of them is. */
static struct json_object *peer_at(
	struct reading *reading, const char *protocol, const char *name, bool up)
{
	AUTO_FREE char *key = mem_format("%s %s", protocol, name);
	struct json_object *peer = json_member(reading->peers, key);

	if (!span_printable((struct span){name, strlen(name)}, 64))
		return NULL;
	if (!peer) {
		json_set(reading->peers, key, peer = json_object_new_object());
		json_set_string(peer, "protocol", protocol);
		json_set_string(peer, "peer", name);
	}
	if (up)
		json_set_boolean(peer, "up", true);
	return peer;
}

/* A router's own number and that of its system; what was told first stays. */
static void read_self(struct reading *reading, struct json_object *told)
{
	const char *id = frr_text(told, "routerId", 64);
	int64_t as = json_integer(told, "as", 0);

	if (!json_member(reading->router, "id"))
		json_set_string(reading->router, "id", id);
	if (!json_member(reading->router, "as") && as > 0 && as <= UINT32_MAX)
		json_set_integer(reading->router, "as", as);
}

static void read_bgp(struct reading *reading, struct json_object *family)
{
	struct json_object *peers = json_member(family, "peers");

	read_self(reading, family);
	json_object_object_foreach (peers, name, told) {
		bool up = text_equal(json_string(told, "state"), "Established");
		struct json_object *peer = peer_at(reading, "bgp", name, up);
		int64_t as = json_integer(told, "remoteAs", 0);

		if (peer && as > 0 && as <= UINT32_MAX)
			json_set_integer(peer, "as", as);
	}
}

/* OSPF keeps two routers of a wire that only one of them has to talk to at "2-Way". */
static bool is_neighbour_up(struct json_object *told)
{
	const char *state = json_string(told, "nbrState");

	state = state ? state : json_string(told, "state");
	return state && (strncmp(state, "Full", 4) == 0 || strncmp(state, "2-Way", 5) == 0 ||
				strcmp(state, "Twoway") == 0);
}

static void read_neighbour(
	struct reading *reading, const char *protocol, const char *id, struct json_object *told)
{
	const char *address = json_string(told, "ifaceAddress");
	struct json_object *peer;

	address = address ? address : json_string(told, "address");
	if (!id)
		return;
	peer = peer_at(reading, protocol, address ? address : id, is_neighbour_up(told));
	if (peer && span_printable((struct span){id, strlen(id)}, 64))
		json_set_string(peer, "id", id);
}

/* Of OSPF by the number of the neighbour, each with a list; of OSPF for IPv6 a list. */
static void read_neighbours(struct reading *reading, struct json_object *neighbours)
{
	if (json_object_is_type(neighbours, json_type_array)) {
		for (size_t i = 0; i < json_length(neighbours); i++) {
			struct json_object *told = json_object_array_get_idx(neighbours, i);

			read_neighbour(reading, "ospf6", json_string(told, "neighborId"), told);
		}
		return;
	}
	if (!json_object_is_type(neighbours, json_type_object))
		return;
	json_object_object_foreach (neighbours, id, unused) {
		struct json_object *list = frr_list(neighbours, id);

		(void)unused;
		for (size_t i = 0; i < json_length(list); i++)
			read_neighbour(reading, "ospf", id, json_object_array_get_idx(list, i));
	}
}

static int by_name(const void *left_pointer, const void *right_pointer)
{
	struct json_object *left = *(struct json_object *const *)left_pointer;
	struct json_object *right = *(struct json_object *const *)right_pointer;
	int order = strcmp(json_string(left, "protocol"), json_string(right, "protocol"));

	return order ? order : strcmp(json_string(left, "peer"), json_string(right, "peer"));
}

static void tell_peer(
	struct reading *reading, struct json_object *list, struct json_object *peer)
{
	AUTO_FREE char *name = mem_format(
		"peer %s %s", json_string(peer, "protocol"), json_string(peer, "peer"));

	json_set_integer(reading->measures, name, json_boolean(peer, "up", false));
	json_object_object_del(peer, "up");
	json_object_array_add(list, json_object_get(peer));
}

static void tell_peers(struct reading *reading)
{
	AUTO_JSON struct json_object *all = json_object_new_array();
	struct json_object *list = json_object_new_array();
	size_t count = (size_t)json_object_object_length(reading->peers);

	json_object_object_foreach (reading->peers, key, peer) {
		(void)key;
		json_object_array_add(all, json_object_get(peer));
	}
	json_object_array_sort(all, by_name);
	for (size_t i = 0; i < count && i < PEERS; i++)
		tell_peer(reading, list, json_object_array_get_idx(all, i));
	json_set(reading->router, "peers", list);
	if (count > PEERS)
		json_set_integer(reading->router, "peers_left_out", (int64_t)(count - PEERS));
}

/* --- texts --- */

/* Each text says by its members what it is. */
static void read_text(struct reading *reading, struct json_object *text)
{
	struct json_object *neighbours = json_member(text, "neighbors");

	if (json_member(text, "routerId"))
		read_self(reading, text);
	if (neighbours) {
		read_neighbours(reading, neighbours);
		return;
	}
	json_object_object_foreach (text, name, member) {
		(void)name;
		if (json_object_is_type(json_member(member, "peers"), json_type_object))
			read_bgp(reading, member);
	}
	frr_routes_take(&reading->routes, text);
}

/* How many bytes from `{` to the brace that closes it; 0 when none does. */
static size_t size_of_object(struct span text)
{
	bool quoted = false;
	size_t depth = 0;

	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];

		if (quoted && byte == '\\')
			i++;
		else if (byte == '"')
			quoted = !quoted;
		else if (!quoted && byte == '{')
			depth++;
		else if (!quoted && byte == '}' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* Takes the object that `rest` begins with off its front. False when it cannot be read. */
static bool read_object(struct reading *reading, struct span *rest)
{
	struct source source = {SOURCE_JSON, "vtysh", rest->data, size_of_object(*rest)};
	AUTO_JSON struct json_object *text = NULL;

	if (source.size == 0 || json_parse(&text, &source, JSON_MESSAGE, NULL) < 0)
		return false;
	rest->data += source.size;
	rest->size -= source.size;
	read_text(reading, text);
	return true;
}

/* A line that is no JSON. */
static void read_line(struct reading *reading, struct span line)
{
	struct span word, value;
	unsigned long long count;

	if (!span_word(&line, &word) || !span_word(&line, &value))
		return;
	if (span_is(word, "version") && span_printable(value, 64))
		json_set(reading->router, "version",
			json_object_new_string_len(value.data, (int)value.size));
	if (span_is(word, "left") && span_word(&line, &word) &&
		span_number(word, 10, JSON_INTEGER_MOST / 64, &count) &&
		reading->unasked < 1LL << 40)
		reading->unasked += (int64_t)count;
	if (span_is(word, "status"))
		reading->whole = span_is(value, "0");
}

bool frr_read(struct span text, struct json_object *facts, struct json_object *measures)
{
	AUTO_READING struct reading reading = {.router = json_object_new_object(),
		.measures = measures,
		.peers = json_object_new_object()};
	struct span line;

	frr_routes_begin(&reading.routes, facts);
	json_set_string(reading.router, "software", "FRR");
	while (text.size > 0)
		if (text.data[0] == '{') {
			if (!read_object(&reading, &text)) {
				reading.whole = false;
				break;
			}
		} else if (span_line(&text, &line)) {
			read_line(&reading, line);
		}
	tell_peers(&reading);
	frr_routes_end(&reading.routes, facts, reading.unasked);
	if (json_member(reading.router, "version"))
		json_set(facts, "router", mem_take(&reading.router));
	return reading.whole && json_member(facts, "router");
}
