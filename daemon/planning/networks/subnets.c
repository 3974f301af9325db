/* New prefixes of the networks that are renumbered, out of the unified address plan. */
#include "base/error.h"
#include "base/sorted.h"
#include "planning/networks/networks_private.h"
#include <string.h>

/* --- what is taken --- */

static void know(struct address_plan *plan, const char *text, const char *owner)
{
	struct address prefix;

	if (!text || address_parse(&prefix, text) < 0)
		return;
	address_mask(&prefix);
	if (prefix.prefix > 0)
		address_plan_know(plan, &prefix, owner);
}

static void know_declared(struct address_plan *plan, struct json_object *network)
{
	struct json_object *prefixes = json_member(network, "prefixes");

	for (size_t i = 0; i < json_length(prefixes); i++)
		know(plan, json_object_get_string(json_object_array_get_idx(prefixes, i)),
			json_string(network, "department"));
}

/* The ends of an exchange are nobody's to have. */
static void know_exchanges(struct address_plan *plan, struct json_object *policy)
{
	struct json_object *list = json_member(policy, "exchange");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *prefixes =
			json_member(json_object_array_get_idx(list, i), "prefixes");

		for (size_t j = 0; j < json_length(prefixes); j++)
			know(plan,
				json_object_get_string(json_object_array_get_idx(prefixes, j)),
				NULL);
	}
}

static void know_all(const struct networks *networks, struct address_plan *plan)
{
	struct city_objects prefixes = city_of(networks->city, "prefix");

	for (size_t i = 0; i < prefixes.count; i++)
		know(plan, json_string(prefixes.first[i].facts, "prefix"),
			json_string(prefixes.first[i].facts, "department"));
	for (size_t i = 0; i < networks->count; i++)
		know_declared(plan, networks->network[i].object->facts);
	know_exchanges(plan, networks->policy);
}

/* --- wishes --- */

/* The room of a department that has but one. */
static const char *site_of(const struct networks *networks, const char *department)
{
	struct city_objects rooms = city_of(networks->city, "room");
	AUTO_FREE char *start = mem_format("%s/", department);
	size_t from = sorted_text(rooms.first, rooms.count, sizeof(*rooms.first),
		offsetof(struct city_object, id), start);

	if (from == rooms.count || !text_starts(rooms.first[from].id, start) ||
		(from + 1 < rooms.count && text_starts(rooms.first[from + 1].id, start)))
		return NULL;
	return json_string(rooms.first[from].facts, "name");
}

static bool is_wished(const struct networks *networks, const struct subnet *subnet)
{
	const struct network *network = &networks->network[subnet->network];
	const struct subnet *other =
		subnet->pair == NO_SUBNET ? NULL : &networks->subnet[subnet->pair];

	if (!network_is_renumbered(network))
		return false;
	return text_equal(network->state, "merged") || subnet->overlaps ||
	       (other && other->overlaps);
}

/* One of IPv6 that is the same wire as one of IPv4 gets what that one gets. */
static bool is_second(const struct subnet *subnet)
{
	return subnet->from.family == 6 && subnet->pair != NO_SUBNET;
}

static struct json_object *earlier_of(
	const struct networks *networks, const struct network *network, const char *from)
{
	return json_find(
		json_member(json_member(networks->city->order, "allocated"), network->id),
		"from", from);
}

static void parse_into(struct address *address, const char *text)
{
	if (text && address_parse(address, text) == 0)
		address_mask(address);
}

/* What the plan before gave it; else where it is, when that is in the plan. */
static void add_earlier(const struct networks *networks, const struct address_plan *plan,
	const struct subnet *subnet, struct address_wish *wish)
{
	const struct network *network = &networks->network[subnet->network];
	struct json_object *earlier = earlier_of(networks, network, subnet->text);
	struct address from6 =
		subnet->pair == NO_SUBNET ? subnet->from : networks->subnet[subnet->pair].from;

	if (address_plan_has(plan, &subnet->from) && subnet->from.family == 4)
		wish->earlier4 = subnet->from;
	if (from6.family == 6 && address_plan_has(plan, &from6))
		wish->earlier6 = from6;
	parse_into(&wish->earlier4, json_string(earlier, "to4"));
	parse_into(&wish->earlier6, json_string(earlier, "to6"));
}

static void wish_for(const struct networks *networks, const struct address_plan *plan,
	const struct subnet *subnet, struct address_wish *wish)
{
	const struct network *network = &networks->network[subnet->network];

	wish->network = network->id;
	wish->from = subnet->text;
	wish->department = network->department;
	wish->domain = network->domain;
	wish->level = json_string(
		city_facts(networks->city, "department", network->department), "level");
	wish->site = site_of(networks, network->department);
	wish->hosts = subnet->hosts;
	wish->wants4 = subnet->from.family == 4;
	wish->wants6 = true;
	add_earlier(networks, plan, subnet, wish);
}

static size_t list_wishes(const struct networks *networks, const struct address_plan *plan,
	struct address_wish *wishes, uint32_t *subnets)
{
	size_t count = 0;

	for (size_t i = 0; i < networks->subnet_count; i++) {
		if (!is_wished(networks, &networks->subnet[i]) ||
			is_second(&networks->subnet[i]))
			continue;
		subnets[count] = (uint32_t)i;
		wish_for(networks, plan, &networks->subnet[i], &wishes[count++]);
	}
	return count;
}

/* --- answers --- */

static void take(struct networks *networks, uint32_t index, const struct address_wish *wish)
{
	struct subnet *subnet = &networks->subnet[index];

	subnet->to4 = wish->to4;
	subnet->to6 = wish->to6;
	subnet->why4 = wish->why4;
	subnet->why6 = wish->why6;
	subnet->field = wish->field;
	if (subnet->pair == NO_SUBNET)
		return;
	networks->subnet[subnet->pair].to6 = wish->to6;
	networks->subnet[subnet->pair].why6 = wish->why6;
	networks->subnet[subnet->pair].field = wish->field;
}

static char *why_not(enum address_why why, int family, const char *field)
{
	switch (why) {
	case ADDRESS_NO_BLOCK:
		return mem_format(
			N_("The profile has no block of IPv%d for its domain."), family);
	case ADDRESS_NO_VALUE:
		return mem_format(N_("The profile's field %s has no value for it."), field);
	case ADDRESS_EXHAUSTED:
		return field ? mem_format(N_("All values of the profile's field %s are given "
					     "out or taken."),
				       field)
			     : mem_format(N_("The block of IPv%d for it has no room left."),
				       family);
	case ADDRESS_UNASKED:
	case ADDRESS_NEW:
	case ADDRESS_EARLIER:
		break;
	}
	return NULL;
}

static void tell(struct networks *networks, const struct subnet *subnet, const char *failed)
{
	struct network *network = &networks->network[subnet->network];
	struct json_object *row = json_object_new_object();
	AUTO_FREE char *why4 = why_not(subnet->why4, 4, NULL);
	AUTO_FREE char *why6 = why_not(subnet->why6, 6, subnet->field);

	json_set_string(row, "from", subnet->text);
	row_set_address(row, "to4", &subnet->to4);
	row_set_address(row, "to6", &subnet->to6);
	json_set_string(row, "why", failed ? failed : why4 ? why4 : why6);
	if (json_member(row, "why") && !subnet->to4.family && !subnet->to6.family &&
		!json_member(network->row, "blocked"))
		json_set_string(network->row, "blocked", json_string(row, "why"));
	json_object_array_add(json_member(network->row, "subnets"), row);
}

static void tell_all(struct networks *networks, const char *failed)
{
	for (size_t i = 0; i < networks->count; i++)
		json_set(networks->network[i].row, "subnets", json_object_new_array());
	for (size_t i = 0; i < networks->subnet_count; i++)
		tell(networks, &networks->subnet[i],
			is_wished(networks, &networks->subnet[i]) ? failed : NULL);
}

static void fill(struct networks *networks, struct address_plan *plan)
{
	size_t most = networks->subnet_count + 1, count;
	AUTO_FREE struct address_wish *wishes = mem_array(most, sizeof(*wishes));
	AUTO_FREE uint32_t *subnets = mem_array(most, sizeof(*subnets));

	know_all(networks, plan);
	count = list_wishes(networks, plan, wishes, subnets);
	address_plan_fill(plan, wishes, count);
	for (size_t i = 0; i < count; i++)
		take(networks, subnets[i], &wishes[i]);
	tell_all(networks, NULL);
	json_object_put(networks->plan->addresses);
	networks->plan->addresses = address_plan_usage(plan);
}

void networks_address(struct networks *networks)
{
	struct json_object *section = json_member(networks->city->profile, "addresses");
	struct error error = {0};

	if (section)
		networks->addresses = address_plan_new(section, &error);
	else
		error_set(&error, ERROR_INPUT, NULL, "The profile has no address plan.");
	if (networks->addresses)
		fill(networks, networks->addresses);
	else
		tell_all(networks, error.text);
}
