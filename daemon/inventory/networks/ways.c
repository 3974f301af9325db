/* Where default routes lead that leave all that is known, and the exits that were declared. */
#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/networks_private.h"
#include <string.h>

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

void ways_declared(struct deriving *deriving)
{
	each_of_kind(deriving, "internet_exit", list_exit);
}

/* --- ways out --- */

static const char *holder_at(
	const struct travel *travel, const char *space, const char *address)
{
	AUTO_FREE char *key = mem_format("%s/%s", space, address);

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
	if (holder_at(travel, travel->space, text))
		return true;
	prefix = prefix_around(travel->deriving, travel->space, &travel->next, true);
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
		prefix_around(travel->deriving, travel->space, address, false);
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
		return mem_format("%s/%s", travel->space, travel->gateway);
	return mem_format("%s/%s%%%s%%%s", travel->space,
		travel->gateway ? travel->gateway
		: family == 6   ? "::"
				: "0.0.0.0",
		travel->name, json_string(travel->route, "device"));
}

void way_take(const struct travel *travel, int family)
{
	AUTO_FREE char *id = NULL;
	struct json_object *facts;

	if (is_known_host(travel))
		return;
	id = way_id(travel, family);
	facts = gather(travel->deriving, "way_out", id);
	if (travel->owner[0] != '/')
		json_set_string(facts, "department", travel->owner);
	json_set_string(facts, "vrf", json_string(travel->route, "vrf"));
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

void ways_judge(struct deriving *deriving)
{
	AUTO_JSON struct json_object *used = json_object_new_object();

	if (json_member(deriving->gathered, "way_out"))
		judge_ways(deriving, used);
	json_object_object_foreach (deriving->looked, owner, unused) {
		(void)unused;
		if (was_looked_at(deriving, owner))
			judge_exits(deriving, owner, used);
	}
}
