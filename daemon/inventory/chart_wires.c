#include "inventory/chart_wires.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/picked.h"
#include "model/snapshot.h"
#include <string.h>

/* --- of one host --- */

static struct json_object *find_by(
	struct json_object *list, const char *member, const char *wanted)
{
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *row = json_object_array_get_idx(list, i);

		if (text_equal(json_string(row, member), wanted))
			return row;
	}
	return NULL;
}

/* Its name, where it has one that people know it by. */
static const char *name_of(struct json_object *neighbour, struct json_object *known)
{
	const char *name = json_string(neighbour, "name");

	if (text_equal(json_string(known, "kind"), "host"))
		return json_string(known, "id");
	return name ? name : json_string(neighbour, "chassis");
}

void chart_wires_list(struct json_object *list, const char *host, struct json_object *facts)
{
	struct json_object *neighbours = json_member(facts, "lldp");

	for (size_t i = 0; i < json_length(neighbours); i++) {
		struct json_object *neighbour = json_object_array_get_idx(neighbours, i);
		struct json_object *known = find_by(json_member(facts, "beside"), "chassis",
			json_string(neighbour, "chassis"));
		struct json_object *row = json_object_new_object();

		json_set_string(row, "host", host);
		json_set_string(row, "device", json_string(neighbour, "device"));
		json_set_string(row, "to", name_of(neighbour, known));
		json_set_string(row, "port", json_string(neighbour, "port"));
		json_set_boolean(row, "known", known);
		json_object_array_add(list, row);
	}
}

/* --- between departments --- */

/* The same whichever end tells it; no department's name has a "/". */
static char *pair_key(const char *one, const char *other)
{
	return strcmp(one, other) < 0 ? mem_format("%s/%s", one, other)
				      : mem_format("%s/%s", other, one);
}

static const char *department_of(struct json_object *host)
{
	return text_equal(json_string(host, "side"), "cloud") ? NULL
							      : json_string(host, "department");
}

/* Each end counts its own wires to the other. */
static void note(struct json_object *pairs, const char *from, const char *to, int64_t speed)
{
	AUTO_FREE char *key = pair_key(from, to);
	struct json_object *pair = json_member(pairs, key);

	if (!pair) {
		json_set(pairs, key, pair = json_object_new_object());
		json_set(pair, "counts", json_object_new_object());
	}
	struct json_object *counts = json_member(pair, "counts");
	json_set_integer(counts, from, json_integer(counts, from, 0) + 1);
	if (speed > json_integer(pair, "nominal", 0))
		json_set_integer(pair, "nominal", speed);
}

/* The host that a neighbour is, or that holds it; borrowed, NULL when it is no longer there. */
static int host_of(struct json_object **host, const struct picked *picked,
	struct json_object *known, struct error *error)
{
	AUTO_JSON struct json_object *facts = NULL;
	const char *id = json_string(known, "id");
	struct json_object *member;

	*host = NULL;
	if (text_equal(json_string(known, "kind"), "host")) {
		facts = json_set_string(json_object_new_object(), "host", id);
		return picked_host(host, picked, facts, error);
	}
	member = snapshot_member(picked->snapshot, "machine", id);
	if (!member)
		return 0;
	return picked_facts(&facts, picked, member, error) < 0
		       ? -1
		       : picked_host(host, picked, facts, error);
}

int chart_wires_learn(struct json_object *pairs, const struct picked *picked,
	struct json_object *facts, struct error *error)
{
	struct json_object *beside = json_member(facts, "beside");
	const char *from = department_of(facts);

	for (size_t i = 0; from && i < json_length(beside); i++) {
		struct json_object *known = json_object_array_get_idx(beside, i), *host;
		struct json_object *link = find_by(
			json_member(facts, "links"), "name", json_string(known, "device"));
		const char *to;

		if (host_of(&host, picked, known, error) < 0)
			return -1;
		to = host ? department_of(host) : NULL;
		if (to && !text_equal(to, from))
			note(pairs, from, to, json_integer(link, "speed", 0));
	}
	return 0;
}

static int64_t count_of(struct json_object *pair)
{
	int64_t most = 0;

	json_object_object_foreach (json_member(pair, "counts"), end, count) {
		(void)end;
		if (json_object_get_int64(count) > most)
			most = json_object_get_int64(count);
	}
	return most;
}

void chart_wires_mark(struct json_object *pairs, struct json_object *link)
{
	const char *from = json_string(link, "from"), *to = json_string(link, "to");
	AUTO_FREE char *key = from && to ? pair_key(from, to) : NULL;
	struct json_object *pair = key ? json_member(pairs, key) : NULL;

	if (!pair)
		return;
	json_set_boolean(pair, "shown", true);
	json_set_integer(link, "wires", count_of(pair));
	json_set_boolean(link, "found", true);
}

static struct json_object *link_of(const char *key, struct json_object *pair)
{
	AUTO_FREE char *from = mem_format("%.*s", (int)strcspn(key, "/"), key);
	struct json_object *link = json_set_string(json_object_new_object(), "name", key);

	json_set_string(link, "department", from);
	json_set_string(link, "from", from);
	json_set_string(link, "to", key + strlen(from) + 1);
	json_set_integer(link, "nominal", json_integer(pair, "nominal", 0));
	json_set_boolean(link, "declared", false);
	json_set_boolean(link, "found", true);
	return json_set_integer(link, "wires", count_of(pair));
}

static int by_name(const void *left, const void *right)
{
	return strcmp(json_string(*(struct json_object *const *)left, "name"),
		json_string(*(struct json_object *const *)right, "name"));
}

struct json_object *chart_wires_links(struct json_object *pairs)
{
	struct json_object *list = json_object_new_array();

	json_object_object_foreach (pairs, key, pair)
		if (!json_boolean(pair, "shown", false))
			json_object_array_add(list, link_of(key, pair));
	json_object_array_sort(list, by_name);
	return list;
}
