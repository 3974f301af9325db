#include "planning/networks/isolation_plan.h"
#include "base/error.h"
#include "model/profile.h"
#include "planning/networks/part.h"
#include <stdlib.h>
#include <string.h>

/* A prefix as the plan leaves it. */
struct place {
	struct address prefix;
	struct json_object *row; /* of its network */
	bool given;              /* a new one */
};

struct isolation {
	const struct city *city;
	struct network_plan *plan;
	struct json_object *policy;
	struct place *place; /* in order of prefix */
	size_t places;
	struct json_object *rows, *grades; /* by id of the network */
	struct json_object *departments;   /* name -> rows of its networks */
	struct json_object *owners;        /* machine -> ids of systems; NULL until asked */
	struct json_object *told;          /* pairs of networks whose grades were told of */
};

/* --- violations --- */

static struct json_object *violate(struct isolation *isolation, const char *rule,
	const char *subject, const char *other, const char *why)
{
	struct json_object *one = json_set_string(json_object_new_object(), "rule", rule);

	json_set_string(one, "subject", subject);
	json_set_string(one, "other", other);
	json_set_string(one, "why", why);
	json_set(one, "networks", json_object_new_array());
	json_set(one, "systems", json_object_new_array());
	json_set(one, "machines", json_object_new_array());
	json_object_array_add(isolation->plan->violations, one);
	return one;
}

/* What the profile says of the rule. */
static bool blocks(const struct isolation *isolation, struct json_object *violation)
{
	return text_equal(
		profile_rule(isolation->city->profile, json_string(violation, "rule")),
		"block");
}

/* The network is blocked for it, and its systems with it. */
static void blame(
	struct isolation *isolation, struct json_object *violation, struct json_object *row)
{
	struct json_object *systems = json_member(row, "systems");

	if (!row || list_has(json_member(violation, "networks"), json_string(row, "id")))
		return;
	row_add(violation, "networks", json_string(row, "id"));
	for (size_t i = 0; i < json_length(systems); i++) {
		const char *id = json_object_get_string(json_object_array_get_idx(systems, i));

		if (!list_has(json_member(violation, "systems"), id))
			row_add(violation, "systems", id);
	}
	if (blocks(isolation, violation) && !json_member(row, "blocked"))
		json_set_string(row, "blocked", json_string(violation, "why"));
}

static void own_all(struct isolation *isolation, const struct city_object *system)
{
	struct json_object *machines = json_member(system->facts, "machines");

	for (size_t i = 0; i < json_length(machines); i++) {
		const struct city_machine *machine = city_machine(isolation->city,
			json_object_get_string(json_object_array_get_idx(machines, i)),
			json_string(system->facts, "department"));

		if (machine)
			row_add(isolation->owners, machine->object->id, system->id);
	}
}

static struct json_object *owners_of(struct isolation *isolation, const char *machine)
{
	struct city_objects systems = city_of(isolation->city, "system");

	if (!isolation->owners) {
		isolation->owners = json_object_new_object();
		for (size_t i = 0; i < systems.count; i++)
			own_all(isolation, &systems.first[i]);
	}
	return json_member(isolation->owners, machine);
}

/* The machine is blocked, and the systems that it serves. */
static void blame_machine(
	struct isolation *isolation, struct json_object *violation, const char *machine)
{
	struct json_object *systems = owners_of(isolation, machine);

	row_add(violation, "machines", machine);
	for (size_t i = 0; i < json_length(systems); i++) {
		const char *id = json_object_get_string(json_object_array_get_idx(systems, i));

		if (!list_has(json_member(violation, "systems"), id))
			row_add(violation, "systems", id);
	}
}

/* --- places --- */

static void add_place(
	struct isolation *isolation, struct json_object *row, const char *text, bool given)
{
	struct place place = {.row = row, .given = given};

	if (!text || address_parse(&place.prefix, text) < 0)
		return;
	isolation->place =
		mem_grow(isolation->place, isolation->places, sizeof(*isolation->place));
	isolation->place[isolation->places++] = place;
}

static int compare_places(const void *left_pointer, const void *right_pointer)
{
	const struct place *left = left_pointer, *right = right_pointer;
	int order = address_compare(&left->prefix, &right->prefix);

	if (order == 0)
		order = strcmp(json_string(left->row, "id"), json_string(right->row, "id"));
	return order;
}

/* Of a network of both families on one wire, the new prefix of IPv6 stands in two subnets. */
static void drop_twice(struct isolation *isolation)
{
	size_t kept = 0;

	for (size_t i = 0; i < isolation->places; i++)
		if (kept == 0 || isolation->place[kept - 1].row != isolation->place[i].row ||
			!address_equal(&isolation->place[kept - 1].prefix,
				&isolation->place[i].prefix))
			isolation->place[kept++] = isolation->place[i];
	isolation->places = kept;
}

static void add_to_department(struct isolation *isolation, struct json_object *row)
{
	const char *department = json_string(row, "department");
	struct json_object *rows = json_member(isolation->departments, department);

	if (!rows)
		json_set(isolation->departments, department, rows = json_object_new_array());
	json_object_array_add(rows, json_object_get(row));
}

static void list_places(struct isolation *isolation)
{
	struct json_object *rows = isolation->plan->networks;

	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);
		struct json_object *subnets = json_member(row, "subnets");
		bool stays = text_equal(json_string(row, "state"), "interconnected");

		json_set(isolation->rows, json_string(row, "id"), json_object_get(row));
		add_to_department(isolation, row);
		for (size_t j = 0; j < json_length(subnets); j++) {
			struct json_object *one = json_object_array_get_idx(subnets, j);

			add_place(isolation, row, json_string(one, "to4"), true);
			add_place(isolation, row, json_string(one, "to6"), true);
			if (stays)
				add_place(isolation, row, json_string(one, "from"), false);
		}
	}
	if (isolation->places > 0)
		qsort(isolation->place, isolation->places, sizeof(*isolation->place),
			compare_places);
	drop_twice(isolation);
}

/* The narrowest that has the prefix; NULL: none. Those around one stand before it. */
static const struct place *place_of(const struct isolation *isolation, const char *text)
{
	size_t from = 0, to = isolation->places;
	struct address prefix;

	if (!text || address_parse(&prefix, text) < 0)
		return NULL;
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (address_compare(&isolation->place[middle].prefix, &prefix) <= 0)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from-- > 0 && isolation->place[from].prefix.family == prefix.family;)
		if (address_contains(&isolation->place[from].prefix, &prefix))
			return &isolation->place[from];
	return NULL;
}

static bool is_exchange(const struct isolation *isolation, const char *text)
{
	struct json_object *list = json_member(isolation->policy, "exchange");
	struct address wanted, prefix;

	if (!text || address_parse(&wanted, text) < 0)
		return false;
	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *prefixes =
			json_member(json_object_array_get_idx(list, i), "prefixes");

		for (size_t j = 0; j < json_length(prefixes); j++)
			if (address_parse(&prefix,
				    json_object_get_string(
					    json_object_array_get_idx(prefixes, j))) == 0 &&
				address_contains(&prefix, &wanted))
				return true;
	}
	return false;
}

static const char *domain_of(const struct place *place)
{
	return place ? json_string(place->row, "domain") : NULL;
}

/* --- prefixes --- */

static void check_block(struct isolation *isolation, const struct address_plan *addresses,
	const struct place *place)
{
	const char *domain = address_plan_domain(addresses, &place->prefix);
	char text[ADDRESS_TEXT];

	if (!place->given || text_equal(domain, domain_of(place)) ||
		(!domain && address_plan_has(addresses, &place->prefix)))
		return;
	address_format(&place->prefix, text);
	blame(isolation,
		violate(isolation, "isolation.block", json_string(place->row, "id"), text,
			N_("A new prefix of it does not lie in a block of its domain.")),
		place->row);
}

static void check_unique(
	struct isolation *isolation, const struct place *left, const struct place *right)
{
	struct json_object *one;
	char text[ADDRESS_TEXT];

	if ((!left->given && !right->given) || !address_contains(&left->prefix, &right->prefix))
		return;
	address_format(&right->prefix, text);
	one = violate(isolation, "isolation.unique", json_string(right->row, "id"), text,
		N_("Two networks of the plan have the same addresses."));
	blame(isolation, one, left->row);
	blame(isolation, one, right->row);
}

static void check_prefixes(struct isolation *isolation)
{
	struct json_object *section = json_member(isolation->city->profile, "addresses");
	struct error error = {0};
	AUTO_ADDRESS_PLAN struct address_plan *addresses =
		section ? address_plan_new(section, &error) : NULL;

	for (size_t i = 0; i < isolation->places; i++) {
		if (addresses)
			check_block(isolation, addresses, &isolation->place[i]);
		if (i > 0)
			check_unique(isolation, &isolation->place[i - 1], &isolation->place[i]);
	}
}

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
	one = violate(isolation, "isolation.grade", json_string(to->row, "id"),
		json_string(from->row, "id"),
		N_("A flow joins networks whose systems are of levels of protection too far "
		   "apart."));
	blame(isolation, one, from->row);
	blame(isolation, one, to->row);
}

static void check_range(
	struct isolation *isolation, struct json_object *row, struct json_object *range)
{
	const char *from = json_string(range, "from"), *to = json_string(range, "to");
	const struct place *left = place_of(isolation, from), *right = place_of(isolation, to);
	struct json_object *one;

	if (is_exchange(isolation, from) || is_exchange(isolation, to))
		return;
	if (left && right && text_equal(domain_of(left), domain_of(right))) {
		check_grades(isolation, left, right);
		return;
	}
	one = violate(isolation, "isolation.ranges", json_string(row, "id"), from,
		left && right ? N_("An address range lets one domain speak with the other.")
			      : N_("An address range is of no network of the plan."));
	blame(isolation, one, row);
	if (left)
		blame(isolation, one, left->row);
	if (right)
		blame(isolation, one, right->row);
}

/* Where it has no address, that is why. */
static void miss_ranges(struct isolation *isolation, struct json_object *row)
{
	const char *blocked = json_string(row, "blocked");

	blame(isolation,
		violate(isolation, "isolation.rules", json_string(row, "id"), NULL,
			blocked ? blocked
				: N_("It is merged, but there are no address ranges that its "
				     "machines could take with them.")),
		row);
}

static void check_ranges(struct isolation *isolation, struct json_object *row)
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
	const struct place *place = place_of(isolation, json_string(route, "prefix"));
	const char *table = json_string(route, "table");
	const char *vpn = json_string(json_member(row, "vpn"), "name");

	if (!text_equal(json_string(route, "action"), "add"))
		return;
	if (place && place->row == row &&
		text_equal(table, vpn ? vpn : json_string(row, "domain")))
		return;
	blame(isolation,
		violate(isolation, "isolation.route", json_string(row, "id"),
			json_string(route, "prefix"),
			N_("A route leads to what is not its own network, or stands in another "
			   "table than its network's.")),
		row);
}

static void check_routes(struct isolation *isolation, struct json_object *row)
{
	struct json_object *list = json_member(row, "routes");

	for (size_t i = 0; i < json_length(list); i++)
		check_route(isolation, row, json_object_array_get_idx(list, i));
}

static void check_vpn(
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
	one = violate(isolation, "isolation.vpn", json_string(row, "id"),
		json_string(other, "id"), N_("Two networks have one VPN."));
	blame(isolation, one, row);
	blame(isolation, one, other);
}

/* --- machines --- */

/* By row of the machine: it is where its new addresses are. */
static void check_machine(
	struct isolation *isolation, struct json_object *homes, struct json_object *row)
{
	const char *machine = json_string(row, "machine"), *known;
	const char *to = json_string(row, "to4");
	const struct place *place = place_of(isolation, to ? to : json_string(row, "to6"));
	struct json_object *one, *home;

	if (!machine || !place || !domain_of(place))
		return;
	home = json_member(homes, machine);
	if (!home) {
		json_set(homes, machine, json_object_get(place->row));
		return;
	}
	known = json_string(home, "domain");
	if (text_equal(known, domain_of(place)))
		return;
	one = violate(isolation, "isolation.machine", machine, json_string(place->row, "id"),
		N_("The machine gets addresses of both domains."));
	blame_machine(isolation, one, machine);
	blame(isolation, one, home);
	blame(isolation, one, place->row);
}

static void check_machines(struct isolation *isolation)
{
	AUTO_JSON struct json_object *homes = json_object_new_object();
	struct json_object *rows = isolation->plan->renumber;

	for (size_t i = 0; i < json_length(rows); i++)
		check_machine(isolation, homes, json_object_array_get_idx(rows, i));
}

/* What the inventory found in both domains: "machine UUID", "prefix OWNER/PREFIX" and so on. */
static void blame_subject(
	struct isolation *isolation, struct json_object *one, const char *subject)
{
	struct json_object *networks;

	if (text_starts(subject, "machine "))
		blame_machine(isolation, one, subject + strlen("machine "));
	if (!text_starts(subject, "prefix "))
		return;
	networks = json_member(
		city_facts(isolation->city, "prefix", subject + strlen("prefix ")), "networks");
	for (size_t i = 0; i < json_length(networks); i++)
		blame(isolation, one,
			json_member(isolation->rows,
				json_object_get_string(
					json_object_array_get_idx(networks, i))));
}

static void check_found(struct isolation *isolation)
{
	struct city_objects found = city_of(isolation->city, "irregularity");

	for (size_t i = 0; i < found.count; i++) {
		struct json_object *subjects = json_member(found.first[i].facts, "subjects");
		struct json_object *one;

		if (!text_equal(json_string(found.first[i].facts, "rule"), "dual_homed"))
			continue;
		one = violate(isolation, "isolation.machine", found.first[i].id, NULL,
			N_("It was found in both domains."));
		for (size_t j = 0; j < json_length(subjects); j++)
			blame_subject(isolation, one,
				json_object_get_string(json_object_array_get_idx(subjects, j)));
	}
}

/* --- flows that are there --- */

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
	one = violate(isolation, "isolation.path", path->id, json_string(to, "id"),
		N_("Its hosts have routes to a network of the other domain, which may be "
		   "reached through the exchange alone."));
	blame(isolation, one, from);
	blame(isolation, one, to);
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

static void check_path(struct isolation *isolation, const struct city_object *path)
{
	struct json_object *list = json_member(path->facts, "destinations");
	struct json_object *hosts = json_member(path->facts, "hosts");

	for (size_t i = 0; i < json_length(list); i++) {
		const char *text = json_object_get_string(json_object_array_get_idx(list, i));
		struct json_object *to = NULL;
		struct address address;

		if (!is_exchange(isolation, text) && address_parse(&address, text) == 0)
			to = network_around(
				isolation, json_string(path->facts, "to"), &address);
		for (size_t j = 0; to && j < json_length(hosts); j++)
			check_host(isolation, path,
				json_object_get_string(json_object_array_get_idx(hosts, j)),
				to);
	}
}

/* --- systems --- */

/* "admin_service_cloud" is of "admin_service_domain". */
static bool is_of(const char *target, const char *domain)
{
	size_t size = strcspn(domain, "_");

	return strncmp(target, domain, size + 1) == 0;
}

static void check_system(struct isolation *isolation, struct json_object *row,
	struct json_object *systems, const char *id)
{
	const char *target = json_string(json_member(systems, id), "target");
	const char *domain = json_string(row, "domain");
	struct json_object *one;

	if (!target || !domain || is_of(target, domain) ||
		!text_starts(target + strcspn(target, "_"), "_service_cloud"))
		return;
	one = violate(isolation, "isolation.target", id, json_string(row, "id"),
		N_("The system goes to the cloud of the other domain than its network."));
	row_add(one, "networks", json_string(row, "id"));
	row_add(one, "systems", id);
}

static void grade(struct isolation *isolation, struct json_object *row, const char *system,
	int64_t *highest)
{
	int64_t level =
		json_integer(city_facts(isolation->city, "system", system), "mlps_level", 0);

	if (level > *highest)
		*highest = level;
	json_set_integer(isolation->grades, json_string(row, "id"), *highest);
}

static void check_systems(
	struct isolation *isolation, struct json_object *row, struct json_object *systems)
{
	struct json_object *list = json_member(row, "systems");
	int64_t highest = 0;

	for (size_t i = 0; i < json_length(list); i++) {
		const char *id = json_object_get_string(json_object_array_get_idx(list, i));

		grade(isolation, row, id, &highest);
		check_system(isolation, row, systems, id);
	}
}

/* --- whole --- */

/* What the profile ignores is not told. */
static void drop_ignored(struct isolation *isolation)
{
	struct json_object *told = json_object_new_array();
	struct json_object *list = isolation->plan->violations;

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (!text_equal(
			    profile_rule(isolation->city->profile, json_string(one, "rule")),
			    "ignore"))
			json_object_array_add(told, json_object_get(one));
	}
	json_object_put(list);
	isolation->plan->violations = told;
}

static int compare_violations(const void *left_pointer, const void *right_pointer)
{
	static const char *const keys[] = {"rule", "subject", "other"};
	struct json_object *left = *(struct json_object *const *)left_pointer;
	struct json_object *right = *(struct json_object *const *)right_pointer;
	int order = 0;

	for (size_t i = 0; i < 3 && order == 0; i++) {
		const char *one = json_string(left, keys[i]),
			   *other = json_string(right, keys[i]);

		order = strcmp(one ? one : "", other ? other : "");
	}
	return order;
}

static void check_rows(struct isolation *isolation, struct json_object *systems)
{
	AUTO_JSON struct json_object *numbers = json_object_new_object();
	struct json_object *rows = isolation->plan->networks;

	for (size_t i = 0; i < json_length(rows); i++)
		check_systems(isolation, json_object_array_get_idx(rows, i), systems);
	for (size_t i = 0; i < json_length(rows); i++) {
		struct json_object *row = json_object_array_get_idx(rows, i);

		check_ranges(isolation, row);
		check_routes(isolation, row);
		check_vpn(isolation, row, numbers);
	}
}

static struct json_object *by_id(struct json_object *systems)
{
	struct json_object *index = json_object_new_object();

	for (size_t i = 0; i < json_length(systems); i++) {
		struct json_object *row = json_object_array_get_idx(systems, i);

		json_set(index, json_string(row, "id"), json_object_get(row));
	}
	return index;
}

void isolation_check(
	struct network_plan *plan, const struct city *city, struct json_object *systems)
{
	AUTO_JSON struct json_object *index = by_id(systems);
	AUTO_JSON struct json_object *rows = json_object_new_object();
	AUTO_JSON struct json_object *grades = json_object_new_object();
	AUTO_JSON struct json_object *departments = json_object_new_object();
	AUTO_JSON struct json_object *told = json_object_new_object();
	struct isolation isolation = {.city = city,
		.plan = plan,
		.policy = json_member(city->profile, "networks"),
		.rows = rows,
		.grades = grades,
		.departments = departments,
		.told = told};
	struct city_objects paths = city_of(city, "path");

	list_places(&isolation);
	check_prefixes(&isolation);
	check_rows(&isolation, index);
	check_machines(&isolation);
	check_found(&isolation);
	for (size_t i = 0; i < paths.count; i++)
		check_path(&isolation, &paths.first[i]);
	drop_ignored(&isolation);
	json_object_array_sort(plan->violations, compare_violations);
	json_object_put(isolation.owners);
	free(isolation.place);
}
