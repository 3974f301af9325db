/*
 * What replaces the isolation of the old network: VPN, address ranges, routes; and its needs.
 */
#include "base/digest.h"
#include "planning/networks/networks_private.h"
#include <stdlib.h>
#include <string.h>

/* Numbers of VPNs have 24 bits; the first are left to those who run the extranet. */
#define VPN_FIRST 4096
#define VPN_COUNT (16777216 - VPN_FIRST)

/* --- what was told of the old one, and what meets it --- */

static bool has_word(struct json_object *words, const char *told)
{
	for (size_t i = 0; i < json_length(words); i++)
		if (strstr(told, json_object_get_string(json_object_array_get_idx(words, i))))
			return true;
	return false;
}

static struct json_object *add_need(
	struct network *network, const char *fact, const char *told, const char *met_by)
{
	struct json_object *need = json_small();

	json_set_string(need, "fact", fact);
	json_set_string(need, "told", told);
	json_set_string(need, "met_by", met_by);
	json_object_array_add(json_member(network->row, "needs"), need);
	return need;
}

static void say(struct json_object *need, const char *verdict, const char *why)
{
	json_set_string(need, "verdict", verdict);
	json_set_string(need, "why", why);
}

static void list_need(
	const struct networks *networks, struct network *network, const char *fact)
{
	const char *told = json_string(network->object->facts, fact);
	struct json_object *list = json_member(networks->policy, "needs");
	size_t before = json_length(json_member(network->row, "needs"));

	if (!told) {
		say(add_need(network, fact, NULL, NULL), "unknown",
			N_("Its department has not told it."));
		return;
	}
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (has_word(json_member(one, "words"), told))
			add_need(network, fact, told, json_string(one, "met_by"));
	}
	if (json_length(json_member(network->row, "needs")) == before)
		say(add_need(network, fact, told, NULL), "unknown",
			N_("The profile names nothing that meets what was told."));
}

static bool is_needed(const struct network *network, const char *measure)
{
	return json_find(json_member(network->row, "needs"), "met_by", measure);
}

/* --- VPN --- */

static int compare_strings(const void *left, const void *right)
{
	return strcmp(json_object_get_string(*(struct json_object *const *)left),
		json_object_get_string(*(struct json_object *const *)right));
}

/* Its own department and those of its systems. */
static struct json_object *list_members(
	const struct networks *networks, const struct network *network)
{
	struct json_object *members = json_object_new_array();

	json_object_array_add(members, json_object_new_string(network->department));
	for (size_t i = 0; i < json_length(network->systems); i++) {
		const char *id =
			json_object_get_string(json_object_array_get_idx(network->systems, i));
		const char *department =
			json_string(city_facts(networks->city, "system", id), "department");

		if (department && !json_has_string(members, department))
			json_object_array_add(members, json_object_new_string(department));
	}
	json_object_array_sort(members, compare_strings);
	return members;
}

static int64_t number_of(struct json_object *numbers, const char *id)
{
	uint64_t start = digest_number(id, strlen(id));

	for (uint64_t i = 0; i < VPN_COUNT; i++) {
		uint64_t number = VPN_FIRST + (start + i) % VPN_COUNT;
		AUTO_FREE char *key = mem_format("%llu", (unsigned long long)number);

		if (json_member(numbers, key))
			continue;
		json_set_boolean(numbers, key, true);
		return (int64_t)number;
	}
	return 0;
}

static void plan_vpn(
	struct networks *networks, struct json_object *numbers, struct network *network)
{
	AUTO_JSON struct json_object *members = list_members(networks, network);
	bool encrypted = is_needed(network, "encrypted_vpn");
	struct json_object *vpn;
	int64_t number;

	if (!encrypted && !is_needed(network, "vpn") && json_length(members) < 2)
		return;
	vpn = json_object_new_object();
	number = number_of(numbers, network->id);
	AUTO_FREE char *name = mem_format("vpn-%lld", (long long)number);
	json_set_string(vpn, "name", name);
	json_set_integer(vpn, "number", number);
	json_set_boolean(vpn, "encrypted", encrypted);
	json_set(vpn, "members", mem_take(&members));
	json_set(network->row, "vpn", vpn);
}

/* --- address ranges --- */

/* Where it is reached when all is done: its new prefix, or the old one that it keeps. */
static const struct address *end_of(
	const struct networks *networks, const struct subnet *subnet, uint8_t family)
{
	const struct network *network = &networks->network[subnet->network];
	const struct address *to = family == 4 ? &subnet->to4 : &subnet->to6;

	if (to->family)
		return to;
	return subnet->from.family == family && text_equal(network->state, "interconnected") &&
			       !subnet->overlaps
		       ? &subnet->from
		       : NULL;
}

static void allow(struct network *network, struct json_object *seen, const struct address *from,
	const struct address *to)
{
	struct json_object *one;
	char left[ADDRESS_TEXT], right[ADDRESS_TEXT];

	address_format(from, left);
	address_format(to, right);
	AUTO_FREE char *key = mem_format("%s %s %s", network->id, left, right);
	if (json_member(seen, key))
		return;
	json_set_boolean(seen, key, true);
	one = json_set_string(json_small(), "from", left);
	json_object_array_add(
		json_member(network->row, "allow"), json_set_string(one, "to", right));
}

static void allow_ends(
	const struct networks *networks, struct json_object *seen, uint32_t from, uint32_t to)
{
	const struct subnet *left = &networks->subnet[from], *right = &networks->subnet[to];

	for (uint8_t family = 4; family <= 6; family += 2) {
		const struct address *source = end_of(networks, left, family);
		const struct address *target = end_of(networks, right, family);

		if (source && target)
			allow(&networks->network[right->network], seen, source, target);
	}
}

/* Its own subnets speak with one another, as they did. */
static void allow_inside(const struct networks *networks, struct json_object *seen,
	const struct network *network)
{
	uint32_t end = network->first + network->subnets;

	for (uint32_t i = network->first; i < end; i++)
		for (uint32_t j = network->first; j < end; j++)
			allow_ends(networks, seen, i, j);
}

static bool is_one_domain(const struct networks *networks, uint32_t from, uint32_t to)
{
	return text_equal(networks->network[networks->subnet[from].network].domain,
		networks->network[networks->subnet[to].network].domain);
}

/* From where the hosts are that have routes to it; between the domains nothing is allowed. */
static void allow_host(const struct networks *networks, struct json_object *seen,
	const char *department, const char *id, uint32_t to)
{
	struct json_object *addresses =
		json_member(city_facts(networks->city, "host", id), "addresses");

	for (size_t i = 0; i < json_length(addresses); i++) {
		struct address address;
		uint32_t from;

		if (address_parse(&address, json_object_get_string(json_object_array_get_idx(
						    addresses, i))) < 0)
			continue;
		from = subnet_around(networks, department, &address);
		if (from != NO_SUBNET && is_one_domain(networks, from, to))
			allow_ends(networks, seen, from, to);
	}
}

static void allow_path(
	const struct networks *networks, struct json_object *seen, struct json_object *path)
{
	struct json_object *list = json_member(path, "destinations");
	struct json_object *hosts = json_member(path, "hosts");

	for (size_t i = 0; i < json_length(list); i++) {
		struct address address;
		uint32_t to;

		if (address_parse(&address,
			    json_object_get_string(json_object_array_get_idx(list, i))) < 0)
			continue;
		to = subnet_around(networks, json_string(path, "to"), &address);
		for (size_t j = 0; to != NO_SUBNET && j < json_length(hosts); j++)
			allow_host(networks, seen, json_string(path, "from"),
				json_object_get_string(json_object_array_get_idx(hosts, j)),
				to);
	}
}

static void allow_paths(const struct networks *networks, struct json_object *seen)
{
	struct city_objects paths = city_of(networks->city, "path");

	for (size_t i = 0; i < paths.count; i++)
		allow_path(networks, seen, paths.first[i].facts);
}

/* --- routes --- */

static void add_route(struct network *network, const char *action, const struct address *prefix,
	const char *table, bool gateway)
{
	struct json_object *route = json_set_string(json_small(), "action", action);
	struct address first = *prefix;

	row_set_address(route, "prefix", prefix);
	json_set_string(route, "table", table);
	first.prefix = first.family == 4 ? 32 : 128;
	first.bytes[first.family == 4 ? 3 : 15] |= 1;
	if (gateway)
		row_set_address(route, "gateway", &first);
	json_object_array_add(json_member(network->row, "routes"), route);
}

static bool is_kept(const struct subnet *subnet)
{
	return address_equal(&subnet->from, &subnet->to4) ||
	       address_equal(&subnet->from, &subnet->to6);
}

static void plan_routes(const struct networks *networks, struct network *network)
{
	const char *vpn = json_string(json_member(network->row, "vpn"), "name");
	const char *table = vpn ? vpn : network->domain;

	for (uint32_t i = network->first; i < network->first + network->subnets; i++) {
		const struct subnet *subnet = &networks->subnet[i];

		if (subnet->to4.family)
			add_route(network, "add", &subnet->to4, table, true);
		if (subnet->to6.family &&
			(subnet->from.family == 4 || subnet->pair == NO_SUBNET))
			add_route(network, "add", &subnet->to6, table, true);
		if (!is_kept(subnet) && (subnet->to4.family || subnet->to6.family ||
						text_equal(network->state, "cancelled")))
			add_route(network, "withdraw", &subnet->from, "old", false);
	}
}

/* --- whether the needs are met --- */

static bool has_subnets(const struct networks *networks, const struct network *network)
{
	uint32_t i = network->first, end = i + network->subnets;

	while (i < end && (networks->subnet[i].to4.family || networks->subnet[i].to6.family))
		i++;
	return network->subnets > 0 && i == end;
}

static const char *judge_link(const struct networks *networks, const struct network *network)
{
	struct city_findings findings =
		city_findings(networks->city, "department", network->department);

	for (size_t i = 0; i < findings.count; i++) {
		const char *verdict = findings.first[i].verdict;

		if (!text_equal(findings.first[i].rule, "link.capacity") ||
			text_equal(verdict, "unknown"))
			continue;
		return text_equal(verdict, "pass") ? "pass" : "fail";
	}
	return "unknown";
}

static bool is_met(
	const struct networks *networks, const struct network *network, const char *measure)
{
	if (text_equal(measure, "extranet"))
		return json_member(networks->joined, network->department);
	if (text_equal(measure, "address_ranges"))
		return json_length(json_member(network->row, "allow")) > 0;
	if (text_equal(measure, "vpn") || text_equal(measure, "encrypted_vpn"))
		return json_member(network->row, "vpn") && has_subnets(networks, network);
	return has_subnets(networks, network);
}

static void judge_need(const struct networks *networks, const struct network *network,
	struct json_object *need)
{
	const char *measure = json_string(need, "met_by");

	if (!measure || json_member(need, "verdict"))
		return;
	if (text_equal(measure, "link_capacity")) {
		const char *verdict = judge_link(networks, network);

		say(need, verdict,
			text_equal(verdict, "unknown")
				? N_("The link of its department was not measured.")
				: NULL);
	} else if (is_met(networks, network, measure)) {
		say(need, "pass", NULL);
	} else {
		say(need, "fail",
			N_("What would meet it is not there: see its subnets and the "
			   "link of its department."));
	}
}

static void judge_needs(const struct networks *networks, struct network *network)
{
	struct json_object *needs = json_member(network->row, "needs");

	for (size_t i = 0; i < json_length(needs); i++)
		judge_need(networks, network, json_object_array_get_idx(needs, i));
}

/* What was found against its data going both ways: "fail", "unknown"; NULL: nothing. */
static const char *judge_two_way(const struct networks *networks, const struct network *network)
{
	struct city_findings findings = city_findings(networks->city, "retention", network->id);

	for (size_t i = 0; i < findings.count; i++)
		if (text_equal(findings.first[i].rule, "network.two_way"))
			return findings.first[i].verdict;
	return NULL;
}

static void judge_data_link(const struct networks *networks, struct network *network)
{
	struct json_object *need = add_need(network, "data_link", NULL, NULL);
	struct json_object *link = json_member(network->retention, "data_link");
	const char *found = judge_two_way(networks, network);

	if (!link)
		say(need, "unknown",
			N_("Whether it exchanges data with the extranet is not told."));
	else if (!json_object_get_boolean(link))
		say(need, "fail",
			N_("It is kept without a link over which it exchanges data."));
	else
		say(need, found ? found : "pass",
			found ? N_("That its data go both ways is not proven.") : NULL);
}

/* What is kept must exchange data, and what its superior runs must be joined. */
static void judge_join(const struct networks *networks, struct network *network)
{
	if (network->retention)
		judge_data_link(networks, network);
	else if (text_equal(network->state, "interconnected"))
		judge_need(networks, network,
			add_need(network, "interconnection", NULL, "extranet"));
}

/* --- whole --- */

static void begin(struct networks *networks, struct json_object *numbers, size_t index)
{
	static const char *const facts[] = {"traits", "coverage", "security_needs"};
	struct network *network = &networks->network[index];

	json_set(network->row, "needs", json_object_new_array());
	json_set(network->row, "allow", json_object_new_array());
	json_set(network->row, "routes", json_object_new_array());
	if (!text_equal(network->state, "merged"))
		return;
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		list_need(networks, network, facts[i]);
	plan_vpn(networks, numbers, network);
}

void networks_arrange(struct networks *networks)
{
	AUTO_JSON struct json_object *numbers = json_object_new_object();
	AUTO_JSON struct json_object *seen = json_object_new_object();

	for (size_t i = 0; i < networks->count; i++)
		begin(networks, numbers, i);
	for (size_t i = 0; i < networks->count; i++)
		allow_inside(networks, seen, &networks->network[i]);
	allow_paths(networks, seen);
	for (size_t i = 0; i < networks->count; i++) {
		plan_routes(networks, &networks->network[i]);
		judge_needs(networks, &networks->network[i]);
		judge_join(networks, &networks->network[i]);
	}
}
