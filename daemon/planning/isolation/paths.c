/* Routes that hosts have already to networks of the other domain. */
#include "planning/isolation/isolation_private.h"

static bool has_address(struct json_object *row, const struct address *address)
{
	struct json_object *subnets = json_member(row, "subnets");
	struct address from;

	for (size_t i = 0; i < json_length(subnets); i++)
		if (address_parse(&from,
			    json_string(json_object_array_get_idx(subnets, i), "from")) == 0 &&
			address_contains(&from, address))
			return true;
	return false;
}

static struct json_object *network_around(const struct isolation *isolation,
	const char *department, const struct address *address)
{
	struct json_object *rows = json_member(isolation->departments, department);

	for (size_t i = 0; i < json_length(rows); i++)
		if (has_address(json_object_array_get_idx(rows, i), address))
			return json_object_array_get_idx(rows, i);
	return NULL;
}

static void cross(struct isolation *isolation, const struct city_object *path,
	struct json_object *from, struct json_object *to)
{
	const char *left = json_string(from, "domain"), *right = json_string(to, "domain");
	struct json_object *one;

	if (!left || !right || text_equal(left, right))
		return;
	one = isolation_violate(isolation, "isolation.path", path->id, json_string(to, "id"),
		N_("Its hosts have routes to a network of the other domain, which may be "
		   "reached through the exchange alone."));
	isolation_blame(isolation, one, from);
	isolation_blame(isolation, one, to);
}

static void check_host(struct isolation *isolation, const struct city_object *path,
	const char *host, struct json_object *to)
{
	struct json_object *addresses =
		json_member(city_facts(isolation->city, "host", host), "addresses");
	struct json_object *last = NULL;

	for (size_t i = 0; i < json_length(addresses); i++) {
		struct json_object *from = NULL;
		struct address address;

		if (address_parse(&address, json_object_get_string(json_object_array_get_idx(
						    addresses, i))) == 0)
			from = network_around(
				isolation, json_string(path->facts, "from"), &address);
		if (from && from != last)
			cross(isolation, path, from, to);
		last = from ? from : last;
	}
}

void isolation_check_path(struct isolation *isolation, const struct city_object *path)
{
	struct json_object *list = json_member(path->facts, "destinations");
	struct json_object *hosts = json_member(path->facts, "hosts");

	for (size_t i = 0; i < json_length(list); i++) {
		const char *text = json_object_get_string(json_object_array_get_idx(list, i));
		struct json_object *to = NULL;
		struct address address;

		if (!isolation_is_exchange(isolation, text) &&
			address_parse(&address, text) == 0)
			to = network_around(
				isolation, json_string(path->facts, "to"), &address);
		for (size_t j = 0; to && j < json_length(hosts); j++)
			check_host(isolation, path,
				json_object_get_string(json_object_array_get_idx(hosts, j)),
				to);
	}
}
