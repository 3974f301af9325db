#include "inventory/beside.h"
#include "base/address.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/snapshot.h"
#include <ctype.h>
#include <string.h>

#define SEVERAL ""  /* of what more than one has */
#define CHASSIS 100 /* bytes of it in an id */

struct joining {
	struct json_object *snapshot, *objects;
	struct json_object *by_mac;     /* -> "host NAME" or "machine UUID", or SEVERAL */
	struct json_object *by_address; /* "DEPARTMENT/ADDRESS" -> the same */
	struct json_object *by_name;    /* "DEPARTMENT/NAME" -> the same */
	const char *seen;
	size_t told; /* neighbours that hosts have */
};

static struct json_object *facts_of(const struct joining *joining, struct json_object *member)
{
	return json_member(joining->objects, json_string(member, "digest"));
}

typedef void each_member(
	struct joining *joining, struct json_object *member, struct json_object *facts);

/* Calls for each member of the kind; `each` may add members of other kinds. */
static void walk(struct joining *joining, const char *kind, each_member *each)
{
	struct json_object *members = json_member(joining->snapshot, "members");
	size_t count = json_length(members);

	for (size_t i = 0; i < count; i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), kind))
			each(joining, member, facts_of(joining, member));
	}
}

/* --- who there is --- */

static void know(struct json_object *map, const char *key, const char *who)
{
	const char *known = key ? json_string(map, key) : NULL;

	if (key && !known)
		json_set_string(map, key, who);
	else if (known && !text_equal(known, who))
		json_set_string(map, key, SEVERAL);
}

static const char *department_of(struct json_object *facts)
{
	const char *department = json_string(facts, "department");

	return department ? department : "";
}

/* The canonical form, or NULL when it is no address. */
static char *address_key(const char *department, const char *text)
{
	struct address address;
	char canonical[ADDRESS_TEXT];

	if (!text || address_parse(&address, text) < 0)
		return NULL;
	address_format(&address, canonical);
	return mem_format("%s/%s", department, canonical);
}

/* Systems call themselves by their full name or by its first word, in capitals or not. */
static char *name_key(const char *department, const char *name)
{
	AUTO_FREE char *lower = name ? mem_string(name) : NULL;
	struct address address;

	if (!name)
		return NULL;
	if (address_parse(&address, name) < 0)
		lower[strcspn(lower, ".")] = '\0';
	for (char *at = lower; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return *lower ? mem_format("%s/%s", department, lower) : NULL;
}

static void know_name(
	struct joining *joining, const char *department, const char *name, const char *who)
{
	AUTO_FREE char *key = name_key(department, name);

	know(joining->by_name, key, who);
}

static void know_address(
	struct joining *joining, const char *department, const char *address, const char *who)
{
	AUTO_FREE char *key = address_key(department, address);

	know(joining->by_address, key, who);
}

static void know_macs(struct joining *joining, struct json_object *list, const char *who)
{
	for (size_t i = 0; i < json_length(list); i++)
		know(joining->by_mac, json_string(json_object_array_get_idx(list, i), "mac"),
			who);
}

static void know_machine(
	struct joining *joining, struct json_object *member, struct json_object *facts)
{
	struct json_object *host =
		snapshot_member(joining->snapshot, "host", json_string(facts, "host"));
	AUTO_FREE char *who = mem_format("machine %s", json_string(member, "id"));

	know_macs(joining, json_member(facts, "nics"), who);
	know_name(joining, department_of(host ? facts_of(joining, host) : NULL),
		json_string(facts, "name"), who);
}

/* The inside of a machine is that machine. */
static char *who_is(struct json_object *member, struct json_object *facts)
{
	const char *machine = json_string(facts, "machine");

	return machine ? mem_format("machine %s", machine)
		       : mem_format("host %s", json_string(member, "id"));
}

static void know_host(
	struct joining *joining, struct json_object *member, struct json_object *facts)
{
	struct json_object *addresses = json_member(facts, "addresses");
	const char *department = department_of(facts);
	AUTO_FREE char *who = who_is(member, facts);

	know_macs(joining, json_member(facts, "links"), who);
	know_name(joining, department, json_string(member, "id"), who);
	know_address(joining, department, json_string(facts, "address"), who);
	for (size_t i = 0; i < json_length(addresses); i++)
		know_address(joining, department,
			json_object_get_string(json_object_array_get_idx(addresses, i)), who);
}

/* --- which of them it is --- */

struct finding {
	const char *who; /* NULL: nobody, or one of several */
	const char *by;
	bool several;
};

static bool look_up(
	struct finding *finding, struct json_object *map, const char *key, const char *by)
{
	const char *who = key ? json_string(map, key) : NULL;

	if (!who)
		return false;
	finding->several = finding->several || text_equal(who, SEVERAL);
	finding->who = text_equal(who, SEVERAL) ? NULL : who;
	finding->by = by;
	return finding->who != NULL;
}

static bool look_up_addresses(struct finding *finding, const struct joining *joining,
	const char *department, struct json_object *neighbour)
{
	struct json_object *addresses = json_member(neighbour, "addresses");

	for (size_t i = 0; i < json_length(addresses); i++) {
		AUTO_FREE char *key = address_key(department,
			json_object_get_string(json_object_array_get_idx(addresses, i)));

		if (look_up(finding, joining->by_address, key, "address"))
			return true;
	}
	return false;
}

/* By the surest that decides. */
static struct finding find(
	const struct joining *joining, const char *department, struct json_object *neighbour)
{
	AUTO_FREE char *name = name_key(department, json_string(neighbour, "name"));
	struct finding finding = {0};

	if (!look_up(&finding, joining->by_mac, json_string(neighbour, "mac"), "mac") &&
		!look_up_addresses(&finding, joining, department, neighbour))
		look_up(&finding, joining->by_name, name, "name");
	return finding;
}

static struct json_object *known(struct json_object *neighbour, const struct finding *finding)
{
	struct json_object *entry = json_object_new_object();
	size_t kind = strcspn(finding->who, " ");

	json_set_string(entry, "device", json_string(neighbour, "device"));
	json_set_string(entry, "chassis", json_string(neighbour, "chassis"));
	json_set(entry, "kind", json_object_new_string_len(finding->who, (int)kind));
	json_set_string(entry, "id", finding->who + kind + 1);
	return json_set_string(entry, "by", finding->by);
}

/* --- strangers --- */

static const char *first_address(struct json_object *neighbour)
{
	struct json_object *addresses = json_member(neighbour, "addresses");

	return json_length(addresses) > 0
		       ? json_object_get_string(json_object_array_get_idx(addresses, 0))
		       : NULL;
}

/* The one whom the host sees at this address with the same hardware address; or one more. */
static char *stranger_id(
	const struct joining *joining, const char *host, struct json_object *neighbour)
{
	const char *address = first_address(neighbour), *mac = json_string(neighbour, "mac");
	const char *chassis = json_string(neighbour, "chassis");
	AUTO_FREE char *id = address ? mem_format("%s/%s", host, address) : NULL;
	struct json_object *member = snapshot_member(joining->snapshot, "stranger", id);

	if (member && mac && text_equal(json_string(facts_of(joining, member), "mac"), mac))
		return mem_take(&id);
	return mem_format("%s/%s/%.*s", host, json_string(neighbour, "device"),
		(int)text_fit(chassis, CHASSIS), chassis);
}

static void add_stranger(
	struct joining *joining, const char *host, struct json_object *neighbour)
{
	static const char *const names[] = {"device", "chassis", "mac", "name", "port"};
	AUTO_JSON struct json_object *facts = json_object_new_object();
	AUTO_FREE char *id = stranger_id(joining, host, neighbour);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		json_set_string(facts, names[i], json_string(neighbour, names[i]));
	json_set_string(facts, "address", first_address(neighbour));
	json_set_string(facts, "seen_by", host);
	snapshot_add(joining->snapshot, joining->objects, "stranger", id, facts, NULL,
		"inventory", joining->seen);
}

/* --- each host's neighbours --- */

static void join_host(
	struct joining *joining, struct json_object *member, struct json_object *facts)
{
	struct json_object *neighbours = json_member(facts, "lldp");
	struct json_object *list = json_object_new_array();
	AUTO_JSON struct json_object *more = json_object_new_object();
	const char *host = json_string(member, "id");

	json_set(more, "beside", list);
	for (size_t i = 0; i < json_length(neighbours); i++) {
		struct json_object *neighbour = json_object_array_get_idx(neighbours, i);
		struct finding finding = find(joining, department_of(facts), neighbour);

		if (finding.who)
			json_object_array_add(list, known(neighbour, &finding));
		else if (!finding.several)
			add_stranger(joining, host, neighbour);
	}
	if (json_length(list) > 0)
		snapshot_add(joining->snapshot, joining->objects, "host", host, more, NULL,
			"inventory", joining->seen);
}

static void count_told(
	struct joining *joining, struct json_object *member, struct json_object *facts)
{
	(void)member;
	joining->told += json_length(json_member(facts, "lldp"));
}

void beside_join(struct json_object *snapshot, struct json_object *objects, const char *seen)
{
	AUTO_JSON struct json_object *by_mac = json_object_new_object();
	AUTO_JSON struct json_object *by_address = json_object_new_object();
	AUTO_JSON struct json_object *by_name = json_object_new_object();
	struct joining joining = {snapshot, objects, by_mac, by_address, by_name, seen, 0};

	walk(&joining, "host", count_told);
	if (joining.told == 0)
		return;
	walk(&joining, "machine", know_machine);
	walk(&joining, "host", know_host);
	walk(&joining, "host", join_host);
}
