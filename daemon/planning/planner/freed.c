/* What becomes free when the plan is carried out, and when: servers, prefixes, lines, exits. */
#include "base/address.h"
#include "planning/forecast/forecast.h"
#include "planning/planner/planner.h"
#include <stdlib.h>

#define UNTOLD -1

/* A prefix of a network, and when the last that has an address in it leaves. */
struct range {
	struct address prefix;
	const char *text; /* borrowed */
	size_t network;   /* index of its row */
	int64_t at;       /* UNTOLD: nobody was found in it */
};

struct freeing {
	const struct planner *planner;
	int64_t *leaves; /* by machine of the city; FORECAST_NEVER: it stays */
	int64_t *done;   /* by system, its trial over */
	struct range *range;
	size_t ranges;
	struct json_object *rows;
};

static struct json_object *add_row(
	struct freeing *freeing, const char *kind, const char *id, const char *department)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "kind", kind);
	json_set_string(row, "id", id);
	json_set_string(row, "department", department);
	json_object_array_add(freeing->rows, row);
	return row;
}

/* --- servers --- */

/* The source of a move is kept until the trial is over. */
static void find_leaving(struct freeing *freeing)
{
	const struct planner *planner = freeing->planner;

	for (size_t i = 0; i < planner->city->machine_count; i++)
		freeing->leaves[i] = planner->city->machine[i].on_cloud ? 0 : FORECAST_NEVER;
	for (uint32_t i = 0; i < planner->moves; i++) {
		const struct planner_move *move = &planner->move[i];

		if (planner->group[move->group].wave != PLANNER_NONE)
			freeing->leaves[move->machine - planner->city->machine] =
				planner->schedule.start[i] + move->estimate.high +
				ends_trial(planner);
	}
}

struct server {
	int64_t machines, storage, at; /* at: when the last leaves */
};

/* A host whose machines nobody found is not known to be in use. */
static void free_host(
	struct freeing *freeing, const struct city_object *host, const struct server *server)
{
	struct json_object *row;

	if (!text_equal(json_string(host->facts, "side"), "department") ||
		server->machines == 0 || server->at == FORECAST_NEVER)
		return;
	row = add_row(freeing, "server", host->id, json_string(host->facts, "department"));
	json_set_integer(row, "machines", server->machines);
	json_set_integer(row, "memory", json_integer(host->facts, "memory", 0));
	json_set_integer(row, "storage", server->storage);
	planner_set_time(row, "at", server->at);
}

static void free_hosts(struct freeing *freeing)
{
	const struct city *city = freeing->planner->city;
	struct city_objects hosts = city_of(city, "host");
	struct server *servers = mem_array(hosts.count + 1, sizeof(*servers));

	for (size_t i = 0; i < city->machine_count; i++) {
		const struct city_machine *machine = &city->machine[i];
		struct server *server = machine->host && !machine->on_cloud
						? &servers[machine->host - hosts.first]
						: NULL;

		if (!server)
			continue;
		server->machines++;
		server->storage += machine->storage;
		if (freeing->leaves[i] > server->at)
			server->at = freeing->leaves[i];
	}
	for (size_t i = 0; i < hosts.count; i++)
		free_host(freeing, &hosts.first[i], &servers[i]);
	free(servers);
}

/* --- networks --- */

/* When the last of the systems that use it has left; UNTOLD: nobody says which do. */
static int64_t leaves_network(const struct freeing *freeing, struct json_object *network)
{
	struct json_object *ids = json_member(network, "systems");
	const struct city *city = freeing->planner->city;
	int64_t at = UNTOLD;

	for (size_t i = 0; i < json_length(ids); i++) {
		const struct city_object *system = city_find(city, "system",
			json_object_get_string(json_object_array_get_idx(ids, i)));
		int64_t one = system ? freeing->done[system - city_of(city, "system").first]
				     : FORECAST_NEVER;

		at = one > at ? one : at;
	}
	return at;
}

static int compare_ranges(const void *left_pointer, const void *right_pointer)
{
	const struct range *left = left_pointer, *right = right_pointer;
	int order = address_compare(&left->prefix, &right->prefix);

	return order ? order
		     : (left->network > right->network) - (left->network < right->network);
}

/* The prefixes of each network, in their order. */
static void list_ranges(struct freeing *freeing, struct json_object *networks)
{
	for (size_t i = 0; i < json_length(networks); i++) {
		struct json_object *network = json_object_array_get_idx(networks, i);
		struct json_object *subnets = json_member(network, "subnets");

		for (size_t j = 0; j < json_length(subnets); j++) {
			struct range range = {.network = i, .at = UNTOLD};

			range.text = json_string(json_object_array_get_idx(subnets, j), "from");
			if (!range.text || address_parse(&range.prefix, range.text) < 0)
				continue;
			freeing->range =
				mem_grow(freeing->range, freeing->ranges, sizeof(range));
			freeing->range[freeing->ranges++] = range;
		}
	}
	if (freeing->ranges > 0)
		qsort(freeing->range, freeing->ranges, sizeof(*freeing->range), compare_ranges);
}

/* The first of the ranges that lies behind the address. */
static size_t behind(const struct freeing *freeing, const struct address *inner)
{
	size_t low = 0, high = freeing->ranges;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (address_compare(&freeing->range[middle].prefix, inner) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What is no machine of the city stays. Machines are in the order of their objects. */
static int64_t leaves_machine(const struct freeing *freeing, const char *uuid)
{
	const struct city *city = freeing->planner->city;
	const struct city_object *object = city_find(city, "machine", uuid);

	return object ? freeing->leaves[object - city_of(city, "machine").first]
		      : FORECAST_NEVER;
}

/* Whoever has an address in a range keeps it from being free: of equal ranges, each. */
static void hold(struct freeing *freeing, struct json_object *row)
{
	const char *from = json_string(row, "from");
	struct address inner;
	int64_t leaves;

	if (!from || address_parse(&inner, from) < 0)
		return;
	leaves = leaves_machine(freeing, json_string(row, "machine"));
	for (size_t at = behind(freeing, &inner); at-- > 0;) {
		struct range *range = &freeing->range[at];

		if (!address_contains(&range->prefix, &inner))
			break;
		range->at = leaves > range->at ? leaves : range->at;
	}
}

static void add_free(struct freeing *freeing, const char *kind, const char *id,
	struct json_object *network, int64_t at)
{
	struct json_object *row =
		add_row(freeing, kind, id, json_string(network, "department"));

	json_set_string(row, "network", json_string(network, "id"));
	planner_set_time(row, "at", at);
}

static void add_ids(struct freeing *freeing, const char *kind, struct json_object *network,
	const char *member, int64_t at)
{
	struct json_object *ids = json_member(network, member);

	for (size_t i = 0; i < json_length(ids); i++)
		add_free(freeing, kind,
			json_object_get_string(json_object_array_get_idx(ids, i)), network, at);
}

/* What is neither merged nor cancelled keeps its prefixes and lines. */
static bool gives_up(struct json_object *network)
{
	const char *state = json_string(network, "state");

	return !json_string(network, "blocked") &&
	       (text_equal(state, "merged") || text_equal(state, "cancelled"));
}

static int compare_networks(const void *left_pointer, const void *right_pointer)
{
	const struct range *left = left_pointer, *right = right_pointer;

	if (left->network != right->network)
		return left->network < right->network ? -1 : 1;
	return address_compare(&left->prefix, &right->prefix);
}

/* Its prefixes, those of [from, to); lines and exits when all of them are free. */
static void free_network(
	struct freeing *freeing, struct json_object *network, size_t from, size_t to)
{
	int64_t users = leaves_network(freeing, network), last = users;

	if (!gives_up(network))
		return;
	for (size_t i = from; i < to; i++) {
		const struct range *range = &freeing->range[i];
		int64_t at = range->at > users ? range->at : users;

		last = at > last ? at : last;
		if (at != UNTOLD && at != FORECAST_NEVER)
			add_free(freeing, "prefix", range->text, network, at);
	}
	if (last == UNTOLD || last == FORECAST_NEVER)
		return;
	add_ids(freeing, "line", network, "lines", last);
	add_ids(freeing, "exit", network, "close_exits", last);
}

static void free_networks(struct freeing *freeing, const struct network_plan *plan)
{
	size_t from = 0;

	list_ranges(freeing, plan->networks);
	for (size_t i = 0; i < json_length(plan->renumber); i++)
		hold(freeing, json_object_array_get_idx(plan->renumber, i));
	if (freeing->ranges > 0)
		qsort(freeing->range, freeing->ranges, sizeof(*freeing->range),
			compare_networks);
	for (size_t i = 0; i < json_length(plan->networks); i++) {
		size_t to = from;

		while (to < freeing->ranges && freeing->range[to].network == i)
			to++;
		free_network(freeing, json_object_array_get_idx(plan->networks, i), from, to);
		from = to;
	}
}

struct json_object *freed_tell(const struct planner *planner)
{
	size_t systems = city_of(planner->city, "system").count;
	struct freeing freeing = {.planner = planner,
		.leaves = mem_array(planner->city->machine_count + 1, sizeof(int64_t)),
		.done = mem_array(systems + 1, sizeof(int64_t)),
		.rows = json_object_new_array()};

	find_leaving(&freeing);
	ends_done(planner, freeing.done);
	free_hosts(&freeing);
	free_networks(&freeing, &planner->networks);
	free(freeing.leaves);
	free(freeing.done);
	free(freeing.range);
	return freeing.rows;
}
