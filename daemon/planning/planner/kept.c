#include "base/clock.h"
#include "base/language.h"
#include "planning/planner/planner.h"
#include <stdio.h>

static void drop(struct planner *planner, struct json_object *wave, const char *why)
{
	struct json_object *row = json_object_new_object();

	json_set_string(row, "wave", json_string(wave, "name"));
	json_set_string(row, "why", why);
	json_object_array_add(planner->dropped, row);
}

static const struct city_machine *machine_of(const struct city *city, const char *uuid)
{
	const struct city_object *object = city_find(city, "machine", uuid);

	return object ? &city->machine[object - city_of(city, "machine").first] : NULL;
}

/* Whether each fact that the move rests on is as it was; NULL, or what is not. */
static char *find_drift(const struct city *city, struct json_object *move)
{
	struct json_object *facts = json_member(move, "facts");

	for (size_t i = 0; i < json_length(facts); i++) {
		struct json_object *fact = json_object_array_get_idx(facts, i);
		const char *kind = json_string(fact, "kind"), *id = json_string(fact, "id");
		const struct city_object *object = city_find(city, kind, id);
		const char *digest = json_string(fact, "digest");

		if (!object || !digest || !skim_is(&object->digest, digest))
			return mem_format(
				N_("its move \"%s\" rests on %s %s, which has changed"),
				json_string(move, "name"), kind, id);
	}
	return NULL;
}

/* A wave of which all has arrived is done, and is no part of the new plan. */
static bool is_over(const struct city *city, struct json_object *moves)
{
	for (size_t i = 0; i < json_length(moves); i++) {
		const struct city_machine *machine = machine_of(
			city, json_string(json_object_array_get_idx(moves, i), "machine"));

		if (!machine || !machine->on_cloud)
			return false;
	}
	return true;
}

static bool has_wave(const struct planner *planner, const char *name)
{
	for (uint32_t i = planner->grouped.count; i < planner->groups; i++)
		if (text_equal(planner->group[i].name, name))
			return true;
	return false;
}

static char *find_fault(const struct planner *planner, struct json_object *wave)
{
	struct json_object *moves = json_member(wave, "moves");

	if (has_wave(planner, json_string(wave, "name")))
		return mem_string(N_("another approved wave has its name"));
	for (size_t i = 0; i < json_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);
		const struct city_machine *machine =
			machine_of(planner->city, json_string(move, "machine"));
		char *drift = NULL;

		if (kept_move(planner, json_string(move, "machine")))
			return mem_format(N_("\"%s\" moves in another approved wave too"),
				json_string(move, "name"));
		if (!machine || !machine->on_cloud)
			drift = find_drift(planner->city, move);
		if (drift)
			return drift;
	}
	return NULL;
}

static void add_move(
	struct planner *planner, struct json_object *move, struct json_object *estimate)
{
	struct planner_move *into;
	const char *uuid = json_string(move, "machine");

	planner->move = mem_grow(planner->move, planner->moves, sizeof(*planner->move));
	into = &planner->move[planner->moves];
	into->machine = machine_of(planner->city, uuid);
	into->system = city_facts(planner->city, "system", json_string(move, "group"));
	into->department = json_string(into->system, "department");
	into->group = planner->groups - 1;
	into->host = hosts_find(planner, json_string(json_member(move, "target"), "host"));
	into->link = links_of(planner, json_string(move, "department"));
	into->cap = json_integer(move, "rate", 0);
	into->start = clock_second(json_string(estimate, "start"), 0);
	into->estimate.rate = json_integer(estimate, "rate", 0);
	into->estimate.high = clock_second(json_string(estimate, "end"), 0) - into->start;
	into->name = mem_string(json_string(move, "name"));
	json_set_integer(planner->kept, uuid, planner->moves++);
	planner->group[planner->groups - 1].count++;
}

/* One group for all of it: it is not taken apart any more. */
static void take_wave(struct planner *planner, struct json_object *kept)
{
	struct json_object *moves = json_member(json_member(kept, "wave"), "moves");
	struct planner_group *group;

	planner->group =
		mem_resize(planner->group, planner->groups + 1U, sizeof(*planner->group));
	group = &planner->group[planner->groups++];
	*group = (struct planner_group){.name = json_string(json_member(kept, "wave"), "name"),
		.first = planner->moves,
		.wave = PLANNER_NONE,
		.kept = kept};
	for (size_t i = 0; i < json_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);

		add_move(planner, move,
			json_member(
				json_member(kept, "estimates"), json_string(move, "machine")));
	}
}

void kept_take(struct planner *planner)
{
	planner->kept = json_object_new_object();
	planner->dropped = json_object_new_array();
	for (size_t i = 0; i < planner->city->kept_count; i++) {
		struct json_object *kept = planner->city->kept[i];
		struct json_object *wave = json_member(kept, "wave");
		struct json_object *moves = json_member(wave, "moves");
		AUTO_FREE char *fault = find_fault(planner, wave);

		if (is_over(planner->city, moves))
			continue;
		if (fault)
			drop(planner, wave, fault);
		else
			take_wave(planner, kept);
	}
}

const struct planner_move *kept_move(const struct planner *planner, const char *machine)
{
	bool any = planner->city->kept_count > 0;
	int64_t index = any ? json_integer(planner->kept, machine, -1) : -1;

	return index < 0 ? NULL : &planner->move[index];
}
