/*
 * What systems ask of where their machines stand beside each other on the cloud: each on a
 * hypervisor of its own, or all on one. What has arrived already counts.
 */
#include "base/language.h"
#include "planning/planner/planner.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct asker {
	const char *id;
	bool apart;               /* else all on one */
	uint32_t *machine, count; /* of the city, by index */
	uint32_t *on, placed;     /* how many stand on each host; in all */
};

/* That machine is of that asker. */
struct tie {
	uint32_t machine, asker;
};

struct spread {
	const struct planner *planner;
	struct asker *asker;
	struct tie *tie; /* in order of machine */
	uint32_t askers, ties;
};

/* --- who asks --- */

static void add_machine(struct spread *spread, uint32_t asker, uint32_t machine)
{
	struct asker *at = &spread->asker[asker];

	at->machine = mem_grow(at->machine, at->count, sizeof(*at->machine));
	at->machine[at->count++] = machine;
	spread->tie = mem_grow(spread->tie, spread->ties, sizeof(*spread->tie));
	spread->tie[spread->ties++] = (struct tie){machine, asker};
}

static bool has_machine(const struct asker *asker, uint32_t machine)
{
	for (uint32_t i = 0; i < asker->count; i++)
		if (asker->machine[i] == machine)
			return true;
	return false;
}

static void add_asker(struct spread *spread, const struct city_object *system, const char *word)
{
	const struct city *city = spread->planner->city;
	struct city_machines named = city_machines(city, system);
	uint32_t index = spread->askers++;

	spread->asker = mem_grow(spread->asker, index, sizeof(*spread->asker));
	spread->asker[index] = (struct asker){.id = system->id,
		.apart = text_equal(word, "apart"),
		.on = mem_array(spread->planner->hosts + 1U, sizeof(uint32_t))};
	for (size_t i = 0; i < named.count; i++) {
		const struct city_machine *machine = named.first[i];
		uint32_t number = machine ? (uint32_t)(machine - city->machine) : 0;

		if (machine && !has_machine(&spread->asker[index], number))
			add_machine(spread, index, number);
	}
}

static int compare_ties(const void *left_pointer, const void *right_pointer)
{
	const struct tie *left = left_pointer, *right = right_pointer;

	if (left->machine != right->machine)
		return left->machine < right->machine ? -1 : 1;
	return left->asker < right->asker ? -1 : left->asker > right->asker;
}

/* The first tie of the machine, or of one behind it. */
static uint32_t lower_tie(const struct spread *spread, uint32_t machine)
{
	uint32_t from = 0, to = spread->ties;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (spread->tie[middle].machine < machine)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static uint32_t number_of(const struct spread *spread, const struct city_machine *machine)
{
	return (uint32_t)(machine - spread->planner->city->machine);
}

/* Those that have arrived. */
static void take_arrived(struct spread *spread)
{
	const struct city *city = spread->planner->city;

	for (uint32_t i = 0; i < spread->ties; i++) {
		const struct city_machine *machine = &city->machine[spread->tie[i].machine];
		bool first = i == 0 || spread->tie[i - 1].machine != spread->tie[i].machine;

		if (first && machine->on_cloud)
			spread_take(spread, machine,
				hosts_find(spread->planner, machine->host->id), 1);
	}
}

struct spread *spread_make(struct planner *planner)
{
	struct spread *spread = mem_alloc(sizeof(*spread));
	struct city_objects systems = city_of(planner->city, "system");

	spread->planner = planner;
	for (size_t i = 0; i < systems.count; i++) {
		const char *word = json_string(systems.first[i].facts, "spread");

		if (!word)
			continue;
		add_asker(spread, &systems.first[i], word);
		json_set_string(json_object_array_get_idx(planner->systems, i), "spread", word);
	}
	if (spread->ties > 0)
		qsort(spread->tie, spread->ties, sizeof(*spread->tie), compare_ties);
	take_arrived(spread);
	return spread;
}

void spread_free(struct spread *spread)
{
	for (uint32_t i = 0; i < spread->askers; i++) {
		free(spread->asker[i].machine);
		free(spread->asker[i].on);
	}
	free(spread->asker);
	free(spread->tie);
	free(spread);
}

/* --- where they stand --- */

void spread_take(
	struct spread *spread, const struct city_machine *machine, uint32_t host, int sign)
{
	uint32_t number = number_of(spread, machine);

	for (uint32_t i = lower_tie(spread, number);
		host != PLANNER_NONE && i < spread->ties && spread->tie[i].machine == number;
		i++) {
		struct asker *asker = &spread->asker[spread->tie[i].asker];

		asker->on[host] = sign > 0 ? asker->on[host] + 1 : asker->on[host] - 1;
		asker->placed = sign > 0 ? asker->placed + 1 : asker->placed - 1;
	}
}

static bool allows(const struct asker *asker, uint32_t host)
{
	return asker->apart ? asker->on[host] == 0 : asker->on[host] == asker->placed;
}

bool spread_allows(const struct spread *spread, const struct city_machine *machine,
	uint32_t host, char *why, size_t size)
{
	uint32_t number = number_of(spread, machine);

	for (uint32_t i = lower_tie(spread, number);
		i < spread->ties && spread->tie[i].machine == number; i++) {
		const struct asker *asker = &spread->asker[spread->tie[i].asker];

		if (allows(asker, host))
			continue;
		snprintf(why, size,
			asker->apart ? N_("each machine of system %s is to stand on a "
					  "hypervisor of its own, and no other takes it")
				     : N_("all machines of system %s are to stand on one "
					  "hypervisor, and that does not take it"),
			asker->id);
		return false;
	}
	return true;
}

/* --- what must fit at once --- */

struct spread_room spread_needs(const struct spread *spread, const struct city_machine *machine)
{
	uint32_t number = number_of(spread, machine);
	const struct city_machine *all = spread->planner->city->machine;
	struct spread_room room = {NULL, machine->memory, machine->storage};

	for (uint32_t i = lower_tie(spread, number);
		i < spread->ties && spread->tie[i].machine == number; i++) {
		const struct asker *asker = &spread->asker[spread->tie[i].asker];

		if (asker->apart || asker->placed > 0)
			continue;
		for (uint32_t j = 0; j < asker->count; j++)
			if (asker->machine[j] != number) {
				room.memory += all[asker->machine[j]].memory;
				room.storage += all[asker->machine[j]].storage;
				room.system = asker->id;
			}
	}
	return room;
}
