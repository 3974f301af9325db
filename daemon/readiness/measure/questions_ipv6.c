/*
 * What only a question can tell of IPv6. A host is asked at addresses that no other host has:
 * departments have the same private ones, and another's host must not answer for it. A host may
 * claim any address: a public one is asked only when a person said that it is there, so that
 * nobody lets banyund knock at strangers' doors.
 */
#include "base/address.h"
#include "base/language.h"
#include "base/text.h"
#include "readiness/measure/questions.h"
#include "readiness/node.h"
#include <string.h>

#define ADDRESSES_MOST 16 /* of one host, whose names are asked for */
#define PORTS_MOST     256

static const char *const measures[] = {"names", "paths", "ports", "answers", "zones", NULL};
static const char *const methods[] = {"names", "mtu", "ports", "answers", "zone", NULL};
static const struct shape_field any = {"", SHAPE_ANY};

const struct shape_field questions_ipv6_fields[] = {
	{"measure", SHAPE_CHOICE, .required = true, .choices = measures},
	{"key", SHAPE_STRING, .required = true, .low = 1, .high = 1024},
	{"method", SHAPE_CHOICE, .choices = methods, .help = "of the probe"},
	{"parameters", SHAPE_OBJECT, .item = &any},
	{"unasked", SHAPE_STRING, .low = 1, .high = 1024, .help = "why it is not asked"},
	{0},
};

struct asking {
	struct json_object *list;   /* to add to */
	struct json_object *counts; /* address -> how many hosts have it */
	struct json_object *told;   /* department -> prefixes of its networks, as told */
};

static void add(const struct asking *asking, const char *measure, const char *key,
	const char *method, struct json_object *parameters)
{
	struct json_object *one = json_set_string(json_object_new_object(), "measure", measure);

	json_set_string(one, "key", key);
	json_set_string(one, "method", method);
	json_object_array_add(asking->list, json_set(one, "parameters", parameters));
}

static void leave_out(
	const struct asking *asking, const char *measure, const char *key, const char *why)
{
	struct json_object *one = json_set_string(json_object_new_object(), "measure", measure);

	json_set_string(one, "key", key);
	json_object_array_add(asking->list, json_set_string(one, "unasked", why));
}

/* --- addresses --- */

static void count_addresses(const struct asking *asking, struct json_object *host)
{
	struct json_object *list = json_member(host, "addresses");

	for (size_t i = 0; i < json_length(list); i++)
		json_set_integer(asking->counts, json_string_at(list, i),
			json_integer(asking->counts, json_string_at(list, i), 0) + 1);
}

static bool is_wide(const char *text, int family)
{
	struct address address;

	return address_parse(&address, text) == 0 && address.family == family &&
	       address_is_wide(&address);
}

static bool is_of_tunnel(const char *text)
{
	struct address address;

	return address_parse(&address, text) == 0 && node_tunnel_kind(&address);
}

static void note_prefixes(const struct asking *asking, struct json_object *network)
{
	const char *department = json_string(network, "department");
	struct json_object *list = json_member(network, "prefixes");

	if (!json_member(asking->told, department))
		json_set(asking->told, department, json_object_new_array());
	for (size_t i = 0; i < json_length(list); i++)
		json_object_array_add(json_member(asking->told, department),
			json_object_new_string(json_string_at(list, i)));
}

/* Whether the address is nobody's on the Internet, or was told to be its department's. */
static bool is_vouched_for(
	const struct asking *asking, struct json_object *host, const char *text)
{
	const char *department = json_string(host, "department");
	struct json_object *list = department ? json_member(asking->told, department) : NULL;
	struct address address, prefix;

	if (address_parse(&address, text) < 0 || !address_is_public(&address))
		return true;
	for (size_t i = 0; i < json_length(list); i++)
		if (address_parse(&prefix, json_string_at(list, i)) == 0 &&
			prefix.family == address.family && address_contains(&prefix, &address))
			return true;
	return text_equal(json_string(host, "address"), text);
}

/*
 * The one that banyund logs in to comes first, and none of a tunnel; NULL when there is none of
 * its own.
 */
static const char *own_address(
	const struct asking *asking, struct json_object *host, int family)
{
	struct json_object *list = json_member(host, "addresses");
	const char *login = json_string(host, "address"), *first = NULL;

	for (size_t i = 0; i < json_length(list); i++) {
		const char *text = json_string_at(list, i);

		if (!is_wide(text, family) || is_of_tunnel(text) ||
			json_integer(asking->counts, text, 0) != 1 ||
			!is_vouched_for(asking, host, text))
			continue;
		if (text_equal(text, login))
			return text;
		first = first ? first : text;
	}
	return first;
}

static struct json_object *wide_addresses(struct json_object *host)
{
	struct json_object *list = json_member(host, "addresses");
	struct json_object *wide = json_object_new_array();

	for (size_t i = 0; i < json_length(list); i++)
		if (is_wide(json_string_at(list, i), 6) && json_length(wide) < ADDRESSES_MOST)
			json_object_array_add(
				wide, json_object_new_string(json_string_at(list, i)));
	return wide;
}

/* --- hosts --- */

/* Only what has a name in a domain is known to DNS by it. */
static void ask_names(const struct asking *asking, struct json_object *host, const char *name)
{
	const char *hostname = json_string(host, "hostname");
	struct json_object *addresses, *parameters;

	if (!hostname || !strchr(hostname, '.'))
		return;
	addresses = wide_addresses(host);
	if (json_length(addresses) == 0) {
		json_object_put(addresses);
		return;
	}
	parameters = json_set_string(json_object_new_object(), "name", hostname);
	add(asking, "names", name, "names", json_set(parameters, "addresses", addresses));
}

/* Whether a socket that is bound to this is reached at the address. */
static bool is_bound(const char *bound, const char *address, int family)
{
	struct address one, other;

	if (address_parse(&one, bound) == 0 && address_is_wide(&one) &&
		node_families(bound) != (NODE_FOUR | NODE_SIX) && !text_equal(bound, "0.0.0.0"))
		return address_parse(&other, address) == 0 && address_equal(&one, &other);
	return node_families(bound) & family;
}

static bool is_open(struct json_object *list, int64_t port, const char *address, int family)
{
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (json_integer(one, "port", 0) == port &&
			is_bound(json_string(one, "address"), address, family))
			return true;
	}
	return false;
}

static bool has_number(struct json_object *list, int64_t number)
{
	for (size_t i = 0; i < json_length(list); i++)
		if (json_object_get_int64(json_object_array_get_idx(list, i)) == number)
			return true;
	return false;
}

/* The ports that both addresses lead to, each once. */
static struct json_object *ports_of(struct json_object *host, const char *four, const char *six)
{
	struct json_object *list = json_member(host, "listening");
	struct json_object *ports = json_object_new_array();

	for (size_t i = 0; i < json_length(list) && json_length(ports) < PORTS_MOST; i++) {
		int64_t port = json_integer(json_object_array_get_idx(list, i), "port", 0);

		if (!has_number(ports, port) && is_open(list, port, four, NODE_FOUR) &&
			is_open(list, port, six, NODE_SIX))
			json_object_array_add(ports, json_object_new_int64(port));
	}
	return ports;
}

static void ask_ports(const struct asking *asking, struct json_object *host, const char *name,
	const char *four, const char *six)
{
	struct json_object *parameters = json_object_new_object();

	json_set_string(parameters, "ipv4", four);
	json_set_string(parameters, "ipv6", six);
	json_set(parameters, "ports", ports_of(host, four, six));
	add(asking, "ports", name, "ports", parameters);
}

static void ask_at(const struct asking *asking, struct json_object *host, const char *name)
{
	const char *six = own_address(asking, host, 6), *four = own_address(asking, host, 4);

	if (six)
		add(asking, "paths", name, "mtu",
			json_set_string(json_object_new_object(), "address", six));
	else
		leave_out(asking, "paths", name,
			N_("It has no IPv6 address that it alone has and that was declared."));
	if (six && four)
		ask_ports(asking, host, name, four, six);
	else
		leave_out(asking, "ports", name,
			N_("It has no address of each family that it alone has and that was "
			   "declared."));
}

static void leave_out_both(const struct asking *asking, const char *name, const char *why)
{
	leave_out(asking, "paths", name, why);
	leave_out(asking, "ports", name, why);
}

/* Behind a jump are addresses that somebody else may have here. */
static void ask_host(const struct asking *asking, struct json_object *host)
{
	const char *name = json_string(host, "name");

	if (text_equal(json_string(host, "side"), "cloud") || !json_member(host, "addresses"))
		return;
	ask_names(asking, host, name);
	if (json_string(host, "jump"))
		leave_out_both(
			asking, name, N_("banyund reaches it only through another host."));
	else if (!json_string(host, "address"))
		leave_out_both(
			asking, name, N_("banyund does not log in to it over a network."));
	else
		ask_at(asking, host, name);
}

/* --- systems and networks --- */

static const char *page_of(struct json_object *system, int family)
{
	struct json_object *pages = json_member(system, "pages");

	for (size_t i = 0; i < json_length(pages); i++) {
		struct json_object *page = json_object_array_get_idx(pages, i);

		if (json_integer(page, "family", 0) == family)
			return json_string(page, "url");
	}
	return NULL;
}

static void ask_system(const struct asking *asking, const char *id, struct json_object *system)
{
	const char *four = page_of(system, 4), *six = page_of(system, 6);
	struct json_object *parameters;

	if (!four || !six)
		return;
	parameters = json_set_string(json_object_new_object(), "ipv4", four);
	add(asking, "answers", id, "answers", json_set_string(parameters, "ipv6", six));
}

static void ask_network(const struct asking *asking, struct json_object *network)
{
	const char *zone = json_string(network, "zone");

	if (zone)
		add(asking, "zones", zone, "zone",
			json_set_string(json_object_new_object(), "zone", zone));
}

static void learn(
	const struct asking *asking, struct json_object *member, struct json_object *facts)
{
	if (text_equal(json_string(member, "kind"), "host"))
		count_addresses(asking, facts);
	else if (text_equal(json_string(member, "kind"), "dedicated_network"))
		note_prefixes(asking, facts);
}

static void ask_member(
	const struct asking *asking, struct json_object *member, struct json_object *facts)
{
	const char *kind = json_string(member, "kind");

	if (text_equal(kind, "host"))
		ask_host(asking, facts);
	else if (text_equal(kind, "system"))
		ask_system(asking, json_string(member, "id"), facts);
	else if (text_equal(kind, "dedicated_network"))
		ask_network(asking, facts);
}

struct json_object *questions_ipv6(struct json_object *snapshot, struct json_object *objects)
{
	struct json_object *members = json_member(snapshot, "members");
	AUTO_JSON struct json_object *counts = json_object_new_object();
	AUTO_JSON struct json_object *told = json_object_new_object();
	struct asking asking = {json_object_new_array(), counts, told};

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		learn(&asking, member, json_member(objects, json_string(member, "digest")));
	}
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		ask_member(
			&asking, member, json_member(objects, json_string(member, "digest")));
	}
	return asking.list;
}
