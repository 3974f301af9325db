#include "planning/groups/flows.h"
#include "base/address.h"
#include "base/memory.h"
#include "base/sorted.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

#define NOBODY UINT32_MAX

struct holder {
	struct address address;
	uint32_t machine;
};

struct prefix {
	const char *department;
	struct address address;
};

struct finding {
	const struct city *city;
	struct holder *holder; /* in order of address */
	size_t holders;
	struct prefix *prefix; /* in order of department */
	size_t prefixes;
	struct flows *flows;
	size_t room; /* for flows */
};

/* --- who has which address --- */

static uint32_t machine_of(const struct city *city, const char *uuid)
{
	const struct city_machine *machine = city_machine_of(city, uuid);

	return machine ? (uint32_t)(machine - city->machine) : NOBODY;
}

static int compare_holders(const void *left_pointer, const void *right_pointer)
{
	const struct holder *left = left_pointer, *right = right_pointer;
	int order = address_compare(&left->address, &right->address);

	return order ? order
		     : (left->machine > right->machine) - (left->machine < right->machine);
}

static void add_holders(
	struct finding *finding, struct json_object *addresses, uint32_t machine, size_t *room)
{
	for (size_t i = 0; i < json_length(addresses); i++) {
		struct holder holder = {.machine = machine};

		if (address_parse(&holder.address,
			    json_object_get_string(json_object_array_get_idx(addresses, i))) <
				0 ||
			!address_is_wide(&holder.address))
			continue;
		if (finding->holders == *room) {
			*room = *room ? 2 * *room : 64;
			finding->holder =
				mem_resize(finding->holder, *room, sizeof(*finding->holder));
		}
		finding->holder[finding->holders++] = holder;
	}
}

static void index_addresses(struct finding *finding)
{
	struct city_objects hosts = city_of(finding->city, "host");
	size_t room = 0;

	for (size_t i = 0; i < hosts.count; i++) {
		struct json_object *facts = hosts.first[i].facts;
		uint32_t machine = machine_of(finding->city, json_string(facts, "machine"));

		if (machine != NOBODY)
			add_holders(finding, json_member(facts, "addresses"), machine, &room);
	}
	if (finding->holders > 0)
		qsort(finding->holder, finding->holders, sizeof(*finding->holder),
			compare_holders);
}

static int compare_prefixes(const void *left_pointer, const void *right_pointer)
{
	const struct prefix *left = left_pointer, *right = right_pointer;
	int order = strcmp(left->department, right->department);

	return order ? order : address_compare(&left->address, &right->address);
}

static void index_prefixes(struct finding *finding)
{
	struct city_objects all = city_of(finding->city, "prefix");

	finding->prefix = mem_array(all.count + 1, sizeof(*finding->prefix));
	for (size_t i = 0; i < all.count; i++) {
		struct prefix *prefix = &finding->prefix[finding->prefixes];
		const char *text = json_string(all.first[i].facts, "prefix");

		prefix->department = json_string(all.first[i].facts, "department");
		if (prefix->department && text && address_parse(&prefix->address, text) == 0)
			finding->prefixes++;
	}
	if (finding->prefixes > 0)
		qsort(finding->prefix, finding->prefixes, sizeof(*finding->prefix),
			compare_prefixes);
}

/* --- whose an address is that somebody saw --- */

static size_t lower_holder(const struct finding *finding, const struct address *address)
{
	size_t from = 0, to = finding->holders;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (address_compare(&finding->holder[middle].address, address) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool has_prefix(
	const struct finding *finding, const char *department, const struct address *address)
{
	size_t from = sorted_text(finding->prefix, finding->prefixes, sizeof(*finding->prefix),
		offsetof(struct prefix, department), department);

	for (; from < finding->prefixes; from++) {
		if (!text_equal(finding->prefix[from].department, department))
			break;
		if (address_contains(&finding->prefix[from].address, address))
			return true;
	}
	return false;
}

/* The one that has it, of all or of the department; NOBODY where there are none or several. */
static uint32_t only_holder(const struct finding *finding, const struct address *address,
	const char *department, bool *several)
{
	uint32_t found = NOBODY;

	*several = false;
	for (size_t i = lower_holder(finding, address); i < finding->holders; i++) {
		const struct holder *holder = &finding->holder[i];
		const char *owner = finding->city->machine[holder->machine].department;

		if (address_compare(&holder->address, address) != 0)
			break;
		if (holder->machine == found || (department && !text_equal(owner, department)))
			continue;
		*several = found != NOBODY;
		if (*several)
			return NOBODY;
		found = holder->machine;
	}
	return found;
}

static uint32_t resolve(
	const struct finding *finding, const struct address *address, const char *department)
{
	bool several = false;
	uint32_t found =
		department ? only_holder(finding, address, department, &several) : NOBODY;

	if (found != NOBODY)
		return found;
	if (department && (several || has_prefix(finding, department, address)))
		return NOBODY;
	return only_holder(finding, address, NULL, &several);
}

/* --- what each saw --- */

static void add_flow(struct finding *finding, const struct flow *flow)
{
	struct flows *flows = finding->flows;

	if (flows->count == finding->room) {
		finding->room = finding->room ? 2 * finding->room : 256;
		flows->list = mem_resize(flows->list, finding->room, sizeof(*flows->list));
	}
	flows->list[flows->count++] = *flow;
}

/* "in 443 192.0.2.1" or "out 443 192.0.2.1". */
static bool read_name(const char *name, bool *in, uint32_t *port, struct address *address)
{
	char *end;

	*in = text_starts(name, "in ");
	if (!*in && !text_starts(name, "out "))
		return false;
	name = strchr(name, ' ') + 1;
	*port = (uint32_t)strtoul(name, &end, 10);
	return end != name && *end == ' ' && address_parse(address, end + 1) == 0;
}

static void see(struct finding *finding, uint32_t self, const char *name, int64_t count)
{
	struct address address;
	struct flow flow = {.connections = count};
	uint32_t other;
	bool in;

	if (!read_name(name, &in, &flow.port, &address))
		return;
	other = resolve(finding, &address, finding->city->machine[self].department);
	if (other == NOBODY) {
		finding->flows->nobodys += count;
		return;
	}
	flow.client = in ? other : self;
	flow.server = in ? self : other;
	flow.by_client = !in;
	flow.by_server = in;
	if (flow.client != flow.server)
		add_flow(finding, &flow);
}

static void see_all(struct finding *finding)
{
	struct city_objects hosts = city_of(finding->city, "host");

	for (size_t i = 0; i < hosts.count; i++) {
		const struct city_object *host = &hosts.first[i];
		uint32_t self = machine_of(finding->city, json_string(host->facts, "machine"));

		if (self == NOBODY || !host->measures)
			continue;
		json_object_object_foreach (host->measures, name, value)
			if (text_starts(name, "flow "))
				see(finding, self, name + 5, json_object_get_int64(value));
	}
}

/* --- the two ends of one --- */

static int compare_flows(const void *left_pointer, const void *right_pointer)
{
	const struct flow *left = left_pointer, *right = right_pointer;

	if (left->client != right->client)
		return left->client < right->client ? -1 : 1;
	if (left->server != right->server)
		return left->server < right->server ? -1 : 1;
	return (left->port > right->port) - (left->port < right->port);
}

static void join(struct flow *into, const struct flow *flow)
{
	if (flow->connections > into->connections)
		into->connections = flow->connections;
	into->by_client |= flow->by_client;
	into->by_server |= flow->by_server;
}

static void join_ends(struct flows *flows)
{
	size_t kept = 0;

	if (flows->count > 0)
		qsort(flows->list, flows->count, sizeof(*flows->list), compare_flows);
	for (size_t i = 0; i < flows->count; i++)
		if (kept > 0 && compare_flows(&flows->list[kept - 1], &flows->list[i]) == 0)
			join(&flows->list[kept - 1], &flows->list[i]);
		else
			flows->list[kept++] = flows->list[i];
	flows->count = kept;
}

void flows_find(const struct city *city, struct flows *flows)
{
	struct finding finding = {.city = city, .flows = flows};

	*flows = (struct flows){0};
	index_addresses(&finding);
	index_prefixes(&finding);
	see_all(&finding);
	join_ends(flows);
	free(finding.holder);
	free(finding.prefix);
}

void flows_free(struct flows *flows)
{
	free(flows->list);
	*flows = (struct flows){0};
}
