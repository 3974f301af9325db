/* What is there: the networks, who uses them, what was decided of them, their prefixes. */
#include "model/ledger.h"
#include "planning/networks/networks_private.h"
#include <stdlib.h>
#include <string.h>

#define ADMIN  "admin_service_domain"
#define PUBLIC "public_service_domain"

/* --- finding one --- */

static size_t lower_network(const struct networks *networks, const char *id, size_t size)
{
	size_t from = 0, to = networks->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strncmp(networks->network[middle].id, id, size) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

size_t networks_of(const struct networks *networks, const char *department, size_t *first)
{
	AUTO_FREE char *start = mem_format("%s/", department ? department : "");
	size_t size = strlen(start), at = lower_network(networks, start, size);

	*first = at;
	while (at < networks->count && strncmp(networks->network[at].id, start, size) == 0)
		at++;
	return at - *first;
}

struct network *network_at(const struct networks *networks, const char *id)
{
	size_t at = id ? lower_network(networks, id, strlen(id) + 1) : networks->count;

	return at < networks->count && text_equal(networks->network[at].id, id)
		       ? &networks->network[at]
		       : NULL;
}

static size_t lower_name(const struct networks *networks, const char *name)
{
	size_t from = 0, to = networks->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(networks->by_name[middle]->name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct network *network_called(
	const struct networks *networks, const char *name, const char *department)
{
	struct network *found = NULL;
	size_t count = 0;

	for (size_t i = name ? lower_name(networks, name) : networks->count;
		i < networks->count; i++) {
		struct network *network = networks->by_name[i];

		if (!text_equal(network->name, name))
			break;
		if (text_equal(network->department, department))
			return network;
		found = network;
		count++;
	}
	return count == 1 ? found : NULL;
}

uint32_t subnet_around(
	const struct networks *networks, const char *department, const struct address *address)
{
	size_t first, count = networks_of(networks, department, &first);
	uint32_t found = NO_SUBNET;

	if (count == 0)
		return NO_SUBNET;
	const struct network *last = &networks->network[first + count - 1];
	for (uint32_t i = networks->network[first].first; i < last->first + last->subnets; i++)
		if (address_contains(&networks->subnet[i].from, address) &&
			(found == NO_SUBNET || networks->subnet[i].from.prefix >
						       networks->subnet[found].from.prefix))
			found = i;
	return found;
}

/* --- the networks themselves --- */

static int compare_names(const void *left, const void *right)
{
	const struct network *one = *(const struct network *const *)left;
	const struct network *other = *(const struct network *const *)right;
	int order = strcmp(one->name, other->name);

	return order ? order : strcmp(one->id, other->id);
}

static void begin(struct network *network, const struct city_object *object)
{
	network->object = object;
	network->id = object->id;
	network->name = json_string(object->facts, "name");
	network->department = json_string(object->facts, "department");
	network->level = json_string(object->facts, "vertical_level");
	network->told = json_string(object->facts, "domain");
	network->systems = json_object_new_array();
	network->row = json_object_new_object();
}

static void list_networks(struct networks *networks)
{
	struct city_objects objects = city_of(networks->city, "dedicated_network");

	networks->network = mem_array(objects.count + 1, sizeof(*networks->network));
	networks->by_name = mem_array(objects.count + 1, sizeof(*networks->by_name));
	networks->count = objects.count;
	for (size_t i = 0; i < objects.count; i++) {
		begin(&networks->network[i], &objects.first[i]);
		networks->by_name[i] = &networks->network[i];
	}
	if (objects.count > 0)
		qsort(networks->by_name, objects.count, sizeof(*networks->by_name),
			compare_names);
}

/* --- their systems --- */

static bool is_given_up(const struct networks *networks, const char *system)
{
	const char *disposition =
		json_string(json_member(networks->disposition, system), "disposition");

	return text_equal(disposition, "retire") || text_equal(disposition, "consolidate");
}

static void add_system(struct networks *networks, const struct city_object *system)
{
	const char *called = json_string(system->facts, "network");
	const char *department = json_string(system->facts, "department");
	struct network *network = network_called(networks, called, department);
	int64_t grade = json_integer(system->facts, "mlps_level", 0);
	size_t first, count = called ? 0 : networks_of(networks, department, &first);

	for (size_t i = 0; i < count; i++)
		networks->network[first + i].undecided = true;
	if (!network)
		return;
	json_object_array_add(network->systems, json_object_new_string(system->id));
	if (!is_given_up(networks, system->id))
		network->staying++;
	if (grade > network->grade)
		network->grade = grade;
}

static void list_systems(struct networks *networks)
{
	struct city_objects systems = city_of(networks->city, "system");

	for (size_t i = 0; i < systems.count; i++)
		add_system(networks, &systems.first[i]);
}

/* --- what was decided of them --- */

/* A day, month or year is over when the day that counts comes after it. */
static bool is_over(const char *date, const char *from)
{
	return date && from && strncmp(from, date, strlen(date)) > 0;
}

static void add_retention(struct networks *networks, struct network *network)
{
	struct json_object *facts = city_facts(networks->city, "retention", network->id);

	if (!facts || text_equal(json_string(facts, "subject"), "system") ||
		!json_string(facts, "approved"))
		return;
	network->expired = is_over(json_string(facts, "expires"), networks->from);
	if (!network->expired)
		network->retention = facts;
}

static void add_override(struct networks *networks, struct json_object *override)
{
	struct network *network = network_at(networks, json_string(override, "subject"));
	const char *kind = json_string(override, "kind");

	if (!network)
		return;
	if (text_equal(kind, "instruct"))
		network->instructed = override;
	else if (text_equal(kind, "hold") ||
		 (text_equal(kind, "disposition") && !network->override))
		network->override = override;
}

static void list_decisions(struct networks *networks)
{
	struct json_object *overrides = json_member(networks->city->order, "overrides");

	for (size_t i = 0; i < networks->count; i++)
		add_retention(networks, &networks->network[i]);
	for (size_t i = 0; i < json_length(overrides); i++)
		add_override(networks, json_object_array_get_idx(overrides, i));
}

/* --- their domains --- */

/* What all its systems say that say anything; NULL when they differ. */
static const char *domain_of_systems(const struct networks *networks, struct network *network)
{
	const char *domain = NULL;

	for (size_t i = 0; i < json_length(network->systems); i++) {
		const char *id =
			json_object_get_string(json_object_array_get_idx(network->systems, i));
		const char *one =
			json_string(city_facts(networks->city, "system", id), "domain");

		if (one && domain && !text_equal(one, domain))
			return NULL;
		domain = one ? one : domain;
	}
	return domain;
}

static void settle_domain(const struct networks *networks, struct network *network)
{
	const char *domain = network->told;

	if (!domain)
		domain = domain_of_systems(networks, network);
	if (!domain)
		domain = json_string(networks->policy, "default_domain");
	if (text_equal(domain, "internet"))
		domain = PUBLIC;
	if (text_equal(domain, ADMIN) || text_equal(domain, PUBLIC))
		network->domain = domain;
}

/* --- their prefixes --- */

static void add_subnet(struct networks *networks, uint32_t network, const char *text)
{
	struct subnet subnet = {.network = network, .pair = NO_SUBNET};

	if (address_parse(&subnet.from, text) < 0)
		return; /* the inventory has told of it */
	address_mask(&subnet.from);
	address_format(&subnet.from, subnet.text);
	networks->subnet =
		mem_grow(networks->subnet, networks->subnet_count, sizeof(*networks->subnet));
	networks->subnet[networks->subnet_count++] = subnet;
}

static void add_declared(struct networks *networks, uint32_t network)
{
	struct json_object *prefixes =
		json_member(networks->network[network].object->facts, "prefixes");

	for (size_t i = 0; i < json_length(prefixes); i++)
		add_subnet(networks, network,
			json_object_get_string(json_object_array_get_idx(prefixes, i)));
}

static void add_found(struct networks *networks, struct json_object *prefix)
{
	struct json_object *ids = json_member(prefix, "networks");

	for (size_t i = 0; i < json_length(ids); i++) {
		struct network *network = network_at(
			networks, json_object_get_string(json_object_array_get_idx(ids, i)));

		if (network)
			add_subnet(networks, (uint32_t)(network - networks->network),
				json_string(prefix, "prefix"));
	}
}

static int compare_subnets(const void *left_pointer, const void *right_pointer)
{
	const struct subnet *left = left_pointer, *right = right_pointer;

	if (left->network != right->network)
		return left->network < right->network ? -1 : 1;
	return address_compare(&left->from, &right->from);
}

/* One around others of the same network is theirs; they are in order, so it stands before. */
static void keep_narrowest(struct networks *networks)
{
	size_t kept = 0;

	for (size_t i = 0; i < networks->subnet_count; i++) {
		struct subnet *next =
			i + 1 < networks->subnet_count ? &networks->subnet[i + 1] : NULL;

		if (!next || next->network != networks->subnet[i].network ||
			!address_contains(&networks->subnet[i].from, &next->from))
			networks->subnet[kept++] = networks->subnet[i];
	}
	networks->subnet_count = kept;
	for (size_t i = kept; i-- > 0;) {
		struct network *network = &networks->network[networks->subnet[i].network];

		network->first = (uint32_t)i;
		network->subnets++;
	}
}

/* Those without any stand where the next one's begin. */
static void close_gaps(struct networks *networks)
{
	uint32_t next = (uint32_t)networks->subnet_count;

	for (size_t i = networks->count; i-- > 0;) {
		if (networks->network[i].subnets == 0)
			networks->network[i].first = next;
		next = networks->network[i].first;
	}
}

static void list_subnets(struct networks *networks)
{
	struct city_objects prefixes = city_of(networks->city, "prefix");

	for (size_t i = 0; i < networks->count; i++)
		add_declared(networks, (uint32_t)i);
	for (size_t i = 0; i < prefixes.count; i++)
		add_found(networks, prefixes.first[i].facts);
	if (networks->subnet_count > 0)
		qsort(networks->subnet, networks->subnet_count, sizeof(*networks->subnet),
			compare_subnets);
	keep_narrowest(networks);
	close_gaps(networks);
}

/* Each subject of an overlap is "prefix OWNER/PREFIX". */
static struct json_object *list_overlaps(const struct networks *networks)
{
	struct city_objects found = city_of(networks->city, "irregularity");
	struct json_object *set = json_object_new_object();

	for (size_t i = 0; i < found.count; i++) {
		struct json_object *subjects = json_member(found.first[i].facts, "subjects");

		if (!text_equal(
			    json_string(found.first[i].facts, "rule"), "overlapping_prefixes"))
			continue;
		for (size_t j = 0; j < json_length(subjects); j++)
			json_set_boolean(set,
				json_object_get_string(json_object_array_get_idx(subjects, j)),
				true);
	}
	return set;
}

static void mark_overlaps(struct networks *networks)
{
	AUTO_JSON struct json_object *set = list_overlaps(networks);

	for (size_t i = 0; i < networks->subnet_count; i++) {
		struct subnet *subnet = &networks->subnet[i];
		AUTO_FREE char *subject = mem_format("prefix %s/%s",
			networks->network[subnet->network].department, subnet->text);

		subnet->overlaps = json_member(set, subject);
	}
}

/* --- who is joined to the extranet: by its link, or by a line of one of the domains --- */

static void list_joined(struct networks *networks)
{
	struct city_objects departments = city_of(networks->city, "department");
	struct city_objects lines = city_of(networks->city, "leased_line");

	networks->joined = json_object_new_object();
	for (size_t i = 0; i < departments.count; i++)
		if (json_member(departments.first[i].facts, "link"))
			json_set_boolean(networks->joined, departments.first[i].id, true);
	for (size_t i = 0; i < lines.count; i++) {
		AUTO_FREE char *called = city_fact(&lines.first[i], "network");
		AUTO_FREE char *department = city_fact(&lines.first[i], "department");
		const char *domain = ledger_domain(called);

		if (department && (text_equal(domain, ADMIN) || text_equal(domain, PUBLIC)))
			json_set_boolean(networks->joined, department, true);
	}
}

void networks_gather(struct networks *networks)
{
	list_networks(networks);
	list_systems(networks);
	list_decisions(networks);
	for (size_t i = 0; i < networks->count; i++) {
		settle_domain(networks, &networks->network[i]);
		networks->network[i].may_cancel =
			json_boolean(networks->policy, "cancel_unused", false);
	}
	list_joined(networks);
	list_subnets(networks);
	mark_overlaps(networks);
}
