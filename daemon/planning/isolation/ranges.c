/* What may speak with what: address ranges, routes and VPNs of the networks. */
#include "planning/isolation/isolation_private.h"

/* --- address ranges --- */

static int64_t grade_of(const struct isolation *isolation, const struct place *place)
{
	return json_integer(isolation->grades, json_string(place->row, "id"), 0);
}

static void check_grades(
	struct isolation *isolation, const struct place *from, const struct place *to)
{
	int64_t apart = grade_of(isolation, from) - grade_of(isolation, to);
	int64_t most = json_integer(isolation->policy, "levels_apart", 1);
	struct json_object *one;

	/* What nobody graded says nothing; and two networks have many ranges. */
	if (grade_of(isolation, from) == 0 || grade_of(isolation, to) == 0 ||
		(apart <= most && -apart <= most))
		return;
	AUTO_FREE char *key =
		mem_format("%s\n%s", json_string(from->row, "id"), json_string(to->row, "id"));
	if (json_member(isolation->told, key))
		return;
	json_set_boolean(isolation->told, key, true);
	one = isolation_violate(isolation, "isolation.grade", json_string(to->row, "id"),
		json_string(from->row, "id"),
		N_("A flow joins networks whose systems are of levels of protection too far "
		   "apart."));
	isolation_blame(isolation, one, from->row);
	isolation_blame(isolation, one, to->row);
}

static void check_range(
	struct isolation *isolation, struct json_object *row, struct json_object *range)
{
	const char *from = json_string(range, "from"), *to = json_string(range, "to");
	const struct place *left = isolation_place_of(isolation, from),
			   *right = isolation_place_of(isolation, to);
	struct json_object *one;

	if (isolation_is_exchange(isolation, from) || isolation_is_exchange(isolation, to))
		return;
	if (left && right &&
		text_equal(isolation_domain_of(left), isolation_domain_of(right))) {
		check_grades(isolation, left, right);
		return;
	}
	one = isolation_violate(isolation, "isolation.ranges", json_string(row, "id"), from,
		left && right ? N_("An address range lets one domain speak with the other.")
			      : N_("An address range is of no network of the plan."));
	isolation_blame(isolation, one, row);
	if (left)
		isolation_blame(isolation, one, left->row);
	if (right)
		isolation_blame(isolation, one, right->row);
}

/* Where it has no address, that is why. */
static void miss_ranges(struct isolation *isolation, struct json_object *row)
{
	const char *blocked = json_string(row, "blocked");

	isolation_blame(isolation,
		isolation_violate(isolation, "isolation.rules", json_string(row, "id"), NULL,
			blocked ? blocked
				: N_("It is merged, but there are no address ranges that its "
				     "machines could take with them.")),
		row);
}

void isolation_check_ranges(struct isolation *isolation, struct json_object *row)
{
	struct json_object *list = json_member(row, "allow");

	for (size_t i = 0; i < json_length(list); i++)
		check_range(isolation, row, json_object_array_get_idx(list, i));
	if (text_equal(json_string(row, "state"), "merged") && json_length(list) == 0 &&
		json_integer(row, "hosts", 0) > 0)
		miss_ranges(isolation, row);
}

/* --- routes and VPNs --- */

static void check_route(
	struct isolation *isolation, struct json_object *row, struct json_object *route)
{
	const struct place *place = isolation_place_of(isolation, json_string(route, "prefix"));
	const char *table = json_string(route, "table");
	const char *vpn = json_string(json_member(row, "vpn"), "name");

	if (!text_equal(json_string(route, "action"), "add"))
		return;
	if (place && place->row == row &&
		text_equal(table, vpn ? vpn : json_string(row, "domain")))
		return;
	isolation_blame(isolation,
		isolation_violate(isolation, "isolation.route", json_string(row, "id"),
			json_string(route, "prefix"),
			N_("A route leads to what is not its own network, or stands in another "
			   "table than its network's.")),
		row);
}

void isolation_check_routes(struct isolation *isolation, struct json_object *row)
{
	struct json_object *list = json_member(row, "routes");

	for (size_t i = 0; i < json_length(list); i++)
		check_route(isolation, row, json_object_array_get_idx(list, i));
}

void isolation_check_vpn(
	struct isolation *isolation, struct json_object *row, struct json_object *numbers)
{
	struct json_object *vpn = json_member(row, "vpn"), *one, *other;
	AUTO_FREE char *key = mem_format("%lld", (long long)json_integer(vpn, "number", 0));

	if (!vpn)
		return;
	other = json_member(numbers, key);
	if (!other) {
		json_set(numbers, key, json_object_get(row));
		return;
	}
	one = isolation_violate(isolation, "isolation.vpn", json_string(row, "id"),
		json_string(other, "id"), N_("Two networks have one VPN."));
	isolation_blame(isolation, one, row);
	isolation_blame(isolation, one, other);
}
