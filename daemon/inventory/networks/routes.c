/* Where routes lead: out by default, to the networks of other departments, and through what. */
#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/part.h"
#include <string.h>

struct travel { /* one route of one host */
	struct deriving *deriving;
	struct json_object *host, *route;
	const char *name, *owner;
	const char *gateway; /* NULL: none was told */
	struct address next; /* of the gateway; family 0 without */
};

/* --- the networks that it leaves --- */

static bool is_default(struct json_object *route, struct address *destination)
{
	const char *text = json_string(route, "destination");

	*destination =
		(struct address){.family = json_integer(route, "family", 4) == 6 ? 6 : 4};
	return text_equal(text, "default") ||
	       (address_parse(destination, text) == 0 && destination->prefix == 0);
}

static void leave(const struct travel *travel)
{
	struct json_object *prefix;
	AUTO_FREE char *way = NULL;

	if (!travel->gateway)
		return;
	prefix = prefix_around(travel->deriving, travel->owner, &travel->next, true);
	if (!prefix)
		return;
	way = mem_format(
		"%s via %s", json_string(travel->route, "destination"), travel->gateway);
	gather_value(prefix, "gateways", travel->gateway);
	gather_value(prefix, "ways", way);
}

/* --- ways out --- */

static const char *holder_at(
	const struct travel *travel, const char *owner, const char *address)
{
	AUTO_FREE char *key = mem_format("%s/%s", owner, address);

	return json_string(travel->deriving->holders, key);
}

/* Whether the next hop is a host that is known: of the owner, or of one on the same wire. */
static bool is_known_host(const struct travel *travel)
{
	struct json_object *prefix, *others;
	char text[ADDRESS_TEXT];

	if (!travel->gateway)
		return false;
	address_format(&travel->next, text);
	if (holder_at(travel, travel->owner, text))
		return true;
	prefix = prefix_around(travel->deriving, travel->owner, &travel->next, true);
	others = json_member(prefix, "shared_with");
	if (!others)
		return false;
	json_object_object_foreach (others, other, unused) {
		(void)unused;
		if (holder_at(travel, other, text))
			return true;
	}
	return false;
}

/* The exit that the owner declared for the address; NULL when there is none. */
static const char *exit_of(const struct travel *travel, const struct address *address)
{
	struct json_object *exits = json_member(travel->deriving->exits, travel->owner);

	for (size_t i = 0; i < json_length(exits); i++) {
		struct json_object *one = json_object_array_get_idx(exits, i);
		struct address range;

		if (address_parse(&range, json_string(one, "range")) == 0 &&
			address_contains(&range, address))
			return json_string(one, "id");
	}
	return NULL;
}

/*
 * Where a way out leads, by its next hop, or by the host's own addresses when the next hop says
 * nothing.
 */
static void look_out(
	const struct travel *travel, struct json_object *facts, const struct address *address)
{
	struct json_object *prefix =
		prefix_around(travel->deriving, travel->owner, address, false);
	struct json_object *networks = json_member(prefix, "networks");
	const char *exit = exit_of(travel, address);

	if (exit || (!networks && address_is_public(address)))
		json_set_string(facts, "leads_to", "internet");
	else if (networks && text_equal(json_string(facts, "leads_to"), "unknown"))
		json_set_string(facts, "leads_to", "network");
	gather_value(facts, "exits", exit);
	gather_all(facts, prefix, "networks");
}

static bool is_local(const struct address *address)
{
	return !address->family || !address_is_wide(address);
}

static void look_out_of_own(const struct travel *travel, struct json_object *facts, int family)
{
	struct json_object *addresses = json_member(travel->host, "addresses");

	for (size_t i = 0; i < json_length(addresses); i++) {
		struct address own;

		if (address_parse(&own, json_object_get_string(json_object_array_get_idx(
						addresses, i))) == 0 &&
			own.family == family && address_is_wide(&own))
			look_out(travel, facts, &own);
	}
}

/* A next hop of the wire alone is another one on each wire. */
static char *way_id(const struct travel *travel, int family)
{
	if (travel->gateway && !is_local(&travel->next))
		return mem_format("%s/%s", travel->owner, travel->gateway);
	return mem_format("%s/%s%%%s%%%s", travel->owner,
		travel->gateway ? travel->gateway
		: family == 6   ? "::"
				: "0.0.0.0",
		travel->name, json_string(travel->route, "device"));
}

static void go_out(const struct travel *travel, int family)
{
	AUTO_FREE char *id = NULL;
	struct json_object *facts;

	if (is_known_host(travel))
		return;
	id = way_id(travel, family);
	facts = gather(travel->deriving, "way_out", id);
	if (travel->owner[0] != '/')
		json_set_string(facts, "department", travel->owner);
	json_set_integer(facts, "family", family);
	json_set_string(facts, "gateway", travel->gateway);
	if (!json_member(facts, "leads_to"))
		json_set_string(facts, "leads_to", "unknown");
	gather_value(facts, "hosts", travel->name);
	if (is_local(&travel->next))
		look_out_of_own(travel, facts, family);
	else
		look_out(travel, facts, &travel->next);
}

/* --- to other departments --- */

static void go_to(
	const struct travel *travel, const char *other, const struct address *destination)
{
	AUTO_FREE char *id = mem_format("%s/%s", travel->owner, other);
	struct json_object *facts = gather(travel->deriving, "path", id);
	char text[ADDRESS_TEXT];

	address_format(destination, text);
	json_set_string(facts, "from", travel->owner);
	json_set_string(facts, "department", travel->owner);
	json_set_string(facts, "to", other);
	gather_value(facts, "destinations", text);
	gather_value(facts, "gateways", travel->gateway);
	gather_value(facts, "hosts", travel->name);
}

/* Whose network it is cannot be said where several have it. */
static void go_across(const struct travel *travel, struct address *destination)
{
	struct json_object *owners;
	AUTO_FREE char *about = NULL;
	char text[ADDRESS_TEXT];

	address_mask(destination);
	if (travel->owner[0] == '/' ||
		prefix_around(travel->deriving, travel->owner, destination, false))
		return;
	owners = owners_around(travel->deriving, destination);
	if (!owners)
		return;
	if (json_object_object_length(owners) == 1) {
		json_object_object_foreach (owners, other, unused) {
			(void)unused;
			if (other[0] != '/')
				go_to(travel, other, destination);
		}
		return;
	}
	address_format(destination, text);
	about = mem_format("%s/%s", travel->owner, text);
	note(travel->deriving, "ambiguous_route", about, travel->owner, "host", travel->name);
}

static void take(struct travel *travel)
{
	const char *text = json_string(travel->route, "gateway");
	struct address destination;

	if (json_member(travel->route, "type"))
		return;
	travel->gateway = text && address_parse(&travel->next, text) == 0 ? text : NULL;
	if (!travel->gateway)
		travel->next = (struct address){0};
	leave(travel);
	if (is_default(travel->route, &destination))
		go_out(travel, destination.family);
	else if (travel->gateway && destination.prefix > 0)
		go_across(travel, &destination);
}

static void take_all(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	AUTO_FREE char *owner = owner_of_host(member, facts);
	struct json_object *routes = json_member(facts, "routes");
	struct travel travel = {.deriving = deriving,
		.host = facts,
		.name = json_string(member, "id"),
		.owner = owner};

	for (size_t i = 0; i < json_length(routes); i++) {
		travel.route = json_object_array_get_idx(routes, i);
		take(&travel);
	}
}

/* --- what was declared of them --- */

static void list_exit(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	const char *owner = json_string(facts, "department");
	const char *range = json_string(facts, "nat_range");
	struct json_object *list = json_member(deriving->exits, owner), *one;

	if (!range)
		return;
	if (!list)
		json_set(deriving->exits, owner, list = json_object_new_array());
	one = json_set_string(json_object_new_object(), "id", json_string(member, "id"));
	json_object_array_add(list, json_set_string(one, "range", range));
}

static void carry(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	const char *from = json_string(facts, "from"), *to = json_string(facts, "to");
	struct json_object *paths = json_member(deriving->gathered, "path");
	AUTO_FREE char *there = mem_format("%s/%s", from, to);
	AUTO_FREE char *back = mem_format("%s/%s", to, from);
	const char *const ids[] = {there, back};

	for (size_t i = 0; from && to && i < 2; i++) {
		struct json_object *path = json_member(paths, ids[i]);

		if (path)
			gather_value(path, "lines", json_string(member, "id"));
	}
}

void routes_found(struct deriving *deriving)
{
	each_of_kind(deriving, "internet_exit", list_exit);
	each_of_kind(deriving, "host", take_all);
	each_of_kind(deriving, "leased_line", carry);
}

/* --- judging --- */

static void judge_ways(struct deriving *deriving, struct json_object *used)
{
	json_object_object_foreach (json_member(deriving->gathered, "way_out"), id, facts) {
		gather_all(used, facts, "exits");
		if (text_equal(json_string(facts, "leads_to"), "unknown"))
			gather_value(used, "unknown", json_string(facts, "department"));
		if (!json_member(facts, "exits") &&
			text_equal(json_string(facts, "leads_to"), "internet"))
			note(deriving, "undeclared_exit", id, json_string(facts, "department"),
				"way_out", id);
	}
}

static void judge_paths(struct deriving *deriving)
{
	json_object_object_foreach (json_member(deriving->gathered, "path"), id, facts)
		if (!json_member(facts, "lines"))
			note(deriving, "undeclared_link", id, json_string(facts, "from"),
				"path", id);
}

/*
 * Of an owner that was looked at, each that can be told by its addresses; unless a way out
 * leads nobody knows where, behind which it may lie.
 */
static void judge_exits(struct deriving *deriving, const char *owner, struct json_object *used)
{
	struct json_object *list = json_member(deriving->exits, owner);

	if (gathered_value(used, "unknown", owner))
		return;
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *id = json_string(one, "id");
		struct address range;

		if (address_parse(&range, json_string(one, "range")) == 0 &&
			!gathered_value(used, "exits", id))
			note(deriving, "exit_not_found", id, owner, "internet_exit", id);
	}
}

void exits_judge(struct deriving *deriving)
{
	AUTO_JSON struct json_object *used = json_object_new_object();

	if (json_member(deriving->gathered, "way_out"))
		judge_ways(deriving, used);
	if (json_member(deriving->gathered, "path"))
		judge_paths(deriving);
	json_object_object_foreach (deriving->looked, owner, unused) {
		(void)unused;
		judge_exits(deriving, owner, used);
	}
}
