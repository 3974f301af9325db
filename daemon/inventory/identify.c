#include "inventory/identify.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/contradict.h"
#include "model/snapshot.h"
#include <string.h>

#define SEVERAL "" /* of a hardware address that more than one machine has */

struct identifying {
	struct json_object *snapshot, *objects;
	struct json_object *by_uuid; /* of machines -> its uuid */
	struct json_object *by_mac;  /* of their NICs -> the machine's uuid, or SEVERAL */
	struct json_object *known;   /* hardware addresses that somebody has */
	const char *seen;
};

static struct json_object *facts_of(
	const struct identifying *identifying, struct json_object *member)
{
	return json_member(identifying->objects, json_string(member, "digest"));
}

typedef void each_member(
	struct identifying *identifying, struct json_object *member, struct json_object *facts);

/* Calls for each member of the kind; `each` may add members of other kinds. */
static void walk(struct identifying *identifying, const char *kind, each_member *each)
{
	struct json_object *members = json_member(identifying->snapshot, "members");
	size_t count = json_length(members);

	for (size_t i = 0; i < count; i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), kind))
			each(identifying, member, facts_of(identifying, member));
	}
}

/* --- what there is --- */

static void know(struct identifying *identifying, const char *mac)
{
	if (mac)
		json_set_boolean(identifying->known, mac, true);
}

static void note_nic(struct identifying *identifying, const char *mac, const char *machine)
{
	const char *owner = json_string(identifying->by_mac, mac);

	know(identifying, mac);
	if (!owner)
		json_set_string(identifying->by_mac, mac, machine);
	else if (!text_equal(owner, machine))
		json_set_string(identifying->by_mac, mac, SEVERAL);
}

static void note_machine(
	struct identifying *identifying, struct json_object *member, struct json_object *facts)
{
	const char *uuid = json_string(facts, "uuid");
	struct json_object *nics = json_member(facts, "nics");

	(void)member;
	json_set_string(identifying->by_uuid, uuid, uuid);
	for (size_t i = 0; i < json_length(nics); i++)
		note_nic(identifying, json_string(json_object_array_get_idx(nics, i), "mac"),
			uuid);
}

static void note_host(
	struct identifying *identifying, struct json_object *member, struct json_object *facts)
{
	struct json_object *links = json_member(facts, "links");

	(void)member;
	for (size_t i = 0; i < json_length(links); i++)
		know(identifying, json_string(json_object_array_get_idx(links, i), "mac"));
}

/* --- insides --- */

/* The machine of the first of its links that one machine alone has. */
static const char *machine_by_mac(
	const struct identifying *identifying, struct json_object *host)
{
	struct json_object *links = json_member(host, "links");

	for (size_t i = 0; i < json_length(links); i++) {
		const char *mac = json_string(json_object_array_get_idx(links, i), "mac");
		const char *machine = mac ? json_string(identifying->by_mac, mac) : NULL;

		if (machine && !text_equal(machine, SEVERAL))
			return machine;
	}
	return NULL;
}

static void contradict_host(struct identifying *identifying, const char *host,
	const char *by_uuid, const char *by_mac)
{
	AUTO_JSON struct json_object *one = json_object_new_string(by_uuid);
	AUTO_JSON struct json_object *other = json_object_new_string(by_mac);

	contradict(identifying->snapshot, identifying->objects,
		&(struct contradict_about){"host", host, "machine"},
		(struct contradict_word){"the uuid of its firmware", one},
		(struct contradict_word){"a hardware address", other}, identifying->seen);
}

/*
 * A hypervisor has the bridges and taps of its guests: only what is entered as a machine is
 * one.
 */
static void identify_host(
	struct identifying *identifying, struct json_object *member, struct json_object *facts)
{
	const char *uuid = json_string(facts, "uuid");
	const char *by_uuid = uuid ? json_string(identifying->by_uuid, uuid) : NULL;
	const char *by_mac = machine_by_mac(identifying, facts);
	AUTO_JSON struct json_object *more = json_object_new_object();

	if (!text_equal(json_string(facts, "side"), "machine") || (!by_uuid && !by_mac))
		return;
	if (by_uuid && by_mac && !text_equal(by_uuid, by_mac))
		contradict_host(identifying, json_string(member, "id"), by_uuid, by_mac);
	json_set_string(more, "machine", by_uuid ? by_uuid : by_mac);
	json_set_string(more, "machine_by", by_uuid ? "uuid" : "mac");
	snapshot_add(identifying->snapshot, identifying->objects, "host",
		json_string(member, "id"), more, NULL, "inventory", identifying->seen);
}

/* --- strangers --- */

static void add_stranger(
	struct identifying *identifying, const char *host, struct json_object *neighbour)
{
	const char *mac = json_string(neighbour, "mac");
	AUTO_JSON struct json_object *facts = json_object_new_object();
	AUTO_FREE char *id = mem_format("%s/%s", host, json_string(neighbour, "address"));

	json_set_string(facts, "mac", mac);
	json_set_string(facts, "address", json_string(neighbour, "address"));
	json_set_string(facts, "seen_by", host);
	json_set_string(facts, "device", json_string(neighbour, "device"));
	snapshot_add(identifying->snapshot, identifying->objects, "stranger", id, facts, NULL,
		"inventory", identifying->seen);
}

static void find_strangers(
	struct identifying *identifying, struct json_object *member, struct json_object *facts)
{
	struct json_object *neighbours = json_member(facts, "neighbours");

	for (size_t i = 0; i < json_length(neighbours); i++) {
		struct json_object *neighbour = json_object_array_get_idx(neighbours, i);

		if (!json_member(identifying->known, json_string(neighbour, "mac")))
			add_stranger(identifying, json_string(member, "id"), neighbour);
	}
}

void identify(struct json_object *snapshot, struct json_object *objects, const char *seen)
{
	AUTO_JSON struct json_object *by_uuid = json_object_new_object();
	AUTO_JSON struct json_object *by_mac = json_object_new_object();
	AUTO_JSON struct json_object *known = json_object_new_object();
	struct identifying identifying = {snapshot, objects, by_uuid, by_mac, known, seen};

	walk(&identifying, "machine", note_machine);
	walk(&identifying, "host", note_host);
	walk(&identifying, "host", identify_host);
	walk(&identifying, "host", find_strangers);
}
