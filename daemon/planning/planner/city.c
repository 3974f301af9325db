#include "planning/planner/city.h"
#include "base/error.h"
#include "base/gang.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/planner/city_read.h"
#include <stdlib.h>
#include <string.h>

#define PORTION 512 /* objects that one thread indexes before it asks for more */

/* --- the order --- */

static int compare_objects(const void *left_pointer, const void *right_pointer)
{
	const struct city_object *left = left_pointer, *right = right_pointer;

	return city_order(left->kind, left->id, right->kind, right->id);
}

static int compare_kept(const void *left_pointer, const void *right_pointer)
{
	struct json_object *left = *(struct json_object *const *)left_pointer;
	struct json_object *right = *(struct json_object *const *)right_pointer;

	return strcmp(json_string(json_member(left, "wave"), "name"),
		json_string(json_member(right, "wave"), "name"));
}

static void place_machine(
	struct city *city, struct city_machine *machine, const struct city_object *object)
{
	const char *host = machine->department;

	machine->object = object;
	machine->findings = city_findings(city, object->kind, object->id);
	machine->host = city_find(city, "host", host);
	machine->department =
		machine->host ? json_string(machine->host->facts, "department") : NULL;
	machine->on_cloud =
		machine->host && text_equal(json_string(machine->host->facts, "side"), "cloud");
}

/* Machines were added in the order of their objects, which is that of the snapshot. */
static int place_machines(void *argument, size_t index, struct error *error)
{
	struct city *city = argument;
	struct city_objects objects = city_of(city, "machine");
	size_t end = (index + 1) * PORTION;

	(void)error;
	for (size_t i = index * PORTION; i < city->machine_count && i < end; i++)
		place_machine(city, &city->machine[i], &objects.first[i]);
	return 0;
}

/* Portions of so many, of which each writes what is its own. */
static void side_by_side(struct city *city, gang_task *task, size_t count)
{
	gang_run(gang_processors(), (count + PORTION - 1) / PORTION, task, city, NULL);
}

static void index_machines(struct city *city)
{
	side_by_side(city, place_machines, city->machine_count);
	lookup_make(&city->machine_at, city->machine_count);
	for (size_t i = 0; i < city->machine_count; i++)
		lookup_add(&city->machine_at, lookup_hash(city->machine[i].name), (uint32_t)i);
}

static void index_earlier(struct city *city)
{
	for (size_t i = 0; i < city->earlier_count; i++) {
		AUTO_FREE char *uuid = skim_take(&city->earlier[i].machine);
		const struct city_machine *machine = city_machine_of(city, uuid);

		if (machine)
			city->machine[machine - city->machine].earlier = &city->earlier[i];
	}
}

static void index_objects(struct city *city)
{
	lookup_make(&city->object_at, city->object_count);
	for (size_t i = 0; i < city->object_count; i++) {
		const struct city_object *object = &city->object[i];

		lookup_add(&city->object_at, lookup_hash_two(object->kind, object->id),
			(uint32_t)i);
		if (i == 0 || object->kind != object[-1].kind) {
			city->kind = mem_grow(city->kind, city->kinds, sizeof(*city->kind));
			city->kind[city->kinds++].first = object;
		}
		city->kind[city->kinds - 1].count++;
	}
}

static void name_machines(struct city *city, size_t at, struct json_object *system)
{
	struct json_object *names = json_member(system, "machines");
	const char *department = json_string(system, "department");

	for (size_t i = 0; i < json_length(names); i++)
		city->named[at + i] = city_machine(city,
			json_object_get_string(json_object_array_get_idx(names, i)),
			department);
}

static int name_portion(void *argument, size_t index, struct error *error)
{
	struct city *city = argument;
	struct city_objects systems = city_of(city, "system");
	size_t end = (index + 1) * PORTION;

	(void)error;
	for (size_t i = index * PORTION; i < systems.count && i < end; i++)
		name_machines(city, city->named_first[i], systems.first[i].facts);
	return 0;
}

static void index_systems(struct city *city)
{
	struct city_objects systems = city_of(city, "system");
	size_t *first = mem_array(systems.count + 1, sizeof(*first));

	for (size_t i = 0; i < systems.count; i++)
		first[i + 1] =
			first[i] + json_length(json_member(systems.first[i].facts, "machines"));
	city->named_first = first;
	city->named = mem_array(first[systems.count] + 1, sizeof(*city->named));
	side_by_side(city, name_portion, systems.count);
}

static int check_order(const struct city *city, struct error *error)
{
	for (size_t i = 1; i < city->object_count; i++)
		if (compare_objects(&city->object[i - 1], &city->object[i]) >= 0)
			return error_set(error, ERROR_INPUT, city->object[i].id,
				"The objects to plan are not in order: %s %s comes after %s "
				"%s.",
				city->object[i].kind, city->object[i].id,
				city->object[i - 1].kind, city->object[i - 1].id);
	return 0;
}

int city_finish(struct city *city, struct error *error)
{
	if (!city->order)
		return error_set(
			error, ERROR_INPUT, NULL, "What is to be planned has no order.");
	if (check_order(city, error) < 0)
		return -1;
	index_objects(city);
	city_index_findings(city);
	if (city->kept_count > 0)
		qsort(city->kept, city->kept_count, sizeof(struct json_object *), compare_kept);
	index_machines(city);
	index_earlier(city);
	index_systems(city);
	return 0;
}

void city_free(struct city *city)
{
	for (size_t i = 0; i < city->machine_count; i++)
		free(city->machine[i].network);
	for (size_t i = 0; i < city->object_count; i++) {
		json_object_put(city->object[i].facts);
		json_object_put(city->object[i].measures);
	}
	for (size_t i = 0; i < city->kept_count; i++)
		json_object_put(city->kept[i]);
	free(city->kept);
	free(city->earlier);
	free(city->object);
	free(city->machine);
	free(city->finding);
	free(city->word);
	free(city->kind);
	free(city->named);
	free(city->named_first);
	lookup_free(&city->object_at);
	lookup_free(&city->machine_at);
	lookup_free(&city->finding_at);
	arena_free(&city->kept_texts);
	json_object_put(city->order);
	*city = (struct city){0};
}
