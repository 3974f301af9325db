/* Where routes lead: out by default, to the networks of other departments, and through what. */
#include "base/memory.h"
#include "base/text.h"
#include "inventory/networks/networks_private.h"
#include <string.h>

/* --- the networks that it leaves --- */

static bool is_default(struct json_object *route, struct address *destination)
{
	const char *text = json_string(route, "destination");

	*destination =
		(struct address){.family = json_integer(route, "family", 4) == 6 ? 6 : 4};
	return text_equal(text, "default") ||
	       (address_parse(destination, text) == 0 && destination->prefix == 0);
}

static void leave_from(const struct travel *travel, struct json_object *prefix)
{
	AUTO_FREE char *way = mem_format(
		"%s via %s", json_string(travel->route, "destination"), travel->gateway);

	gather_value(prefix, "ways", way);
}

/* Whether the route is to a network of IPv6 on the device by which this one leaves. */
static bool is_beside(
	const struct travel *travel, struct json_object *route, struct address *prefix)
{
	return is_of_wire(route, prefix) && prefix->family == 6 &&
	       text_equal(json_string(route, "vrf"), json_string(travel->route, "vrf")) &&
	       text_equal(json_string(route, "device"), json_string(travel->route, "device"));
}

/* Routers call each other by addresses of the wire alone: it leaves the networks of that. */
static void leave_by_wire(const struct travel *travel)
{
	struct json_object *routes = json_member(travel->host, "routes"), *found;
	struct address prefix;

	for (size_t i = 0; i < json_length(routes); i++)
		if (is_beside(travel, json_object_array_get_idx(routes, i), &prefix) &&
			(found = prefix_at(travel->deriving, travel->space, &prefix)))
			leave_from(travel, found);
}

static void leave(const struct travel *travel)
{
	struct json_object *prefix;

	if (!travel->gateway)
		return;
	if (!address_is_wide(&travel->next)) {
		leave_by_wire(travel);
		return;
	}
	prefix = prefix_around(travel->deriving, travel->space, &travel->next, true);
	if (!prefix)
		return;
	gather_value(prefix, "gateways", travel->gateway);
	leave_from(travel, prefix);
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

/* A set, for one or several spaces of each. New reference. */
static struct json_object *owners_around(
	struct deriving *deriving, const struct address *destination)
{
	struct json_object *spaces = spaces_around(deriving, destination);
	struct json_object *owners = json_object_new_object();

	if (!spaces)
		return owners;
	json_object_object_foreach (spaces, space, unused) {
		AUTO_FREE char *owner = owner_of_space(space);

		(void)unused;
		json_set_boolean(owners, owner, true);
	}
	return owners;
}

/* Whose network it is cannot be said where several have it. */
static void go_across(const struct travel *travel, struct address *destination)
{
	AUTO_JSON struct json_object *owners = NULL;
	AUTO_FREE char *about = NULL;
	char text[ADDRESS_TEXT];

	address_mask(destination);
	if (travel->owner[0] == '/' ||
		prefix_around(travel->deriving, travel->space, destination, false) ||
		prefix_around(travel->deriving, travel->owner, destination, false))
		return;
	owners = owners_around(travel->deriving, destination);
	if (json_object_object_length(owners) == 0)
		return;
	if (json_object_object_length(owners) == 1) {
		json_object_object_foreach (owners, other, unused) {
			(void)unused;
			if (other[0] != '/' && !text_equal(other, travel->owner))
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
		way_take(travel, destination.family);
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
		AUTO_FREE char *space = NULL;

		travel.route = json_object_array_get_idx(routes, i);
		space = space_of(owner, json_string(travel.route, "vrf"));
		travel.space = space;
		take(&travel);
	}
}

/* --- what was declared of them --- */

static void carry(
	struct deriving *deriving, struct json_object *member, struct json_object *facts)
{
	const char *from = json_string(facts, "from"), *to = json_string(facts, "to");
	const char *ends[] = {from, to, from};

	for (size_t i = 0; from && to && i < 2; i++) {
		AUTO_FREE char *id = mem_format("%s/%s", ends[i], ends[i + 1]);
		struct json_object *path =
			json_member(json_member(deriving->gathered, "path"), id);

		if (path)
			gather_value(path, "lines", json_string(member, "id"));
	}
}

void routes_found(struct deriving *deriving)
{
	ways_declared(deriving);
	each_of_kind(deriving, "host", take_all);
	each_of_kind(deriving, "leased_line", carry);
}

/* --- judging --- */

void paths_judge(struct deriving *deriving)
{
	if (!json_member(deriving->gathered, "path"))
		return;
	json_object_object_foreach (json_member(deriving->gathered, "path"), id, facts)
		if (!json_member(facts, "lines"))
			note(deriving, "undeclared_link", id, json_string(facts, "from"),
				"path", id);
}
