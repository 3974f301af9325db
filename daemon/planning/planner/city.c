#include "planning/planner/city.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/findings.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRY_MOST (256UL * 1024 * 1024)

/* --- reading --- */

static int parse(struct json_object **tree, const char *kind, const char *text, size_t size,
	struct error *error)
{
	struct source source = {SOURCE_JSON, kind, text, size};

	return json_parse(tree, &source, ENTRY_MOST, error);
}

/* There are few kinds and many objects. */
static const char *known_kind(const struct city *city, const char *kind)
{
	const struct city_object *last =
		city->object_count > 0 ? &city->object[city->object_count - 1] : NULL;

	return last && text_equal(last->kind, kind) ? last->kind : NULL;
}

static void take_disks(struct city_machine *machine, struct json_object *disks)
{
	machine->disks = (uint32_t)json_length(disks);
	for (size_t i = 0; i < json_length(disks); i++) {
		int64_t bytes =
			json_integer(json_object_array_get_idx(disks, i), "capacity", 0);

		machine->storage += bytes;
		machine->largest = bytes > machine->largest ? bytes : machine->largest;
	}
}

static void take_nics(struct city_machine *machine, struct json_object *nics)
{
	machine->nics = (uint32_t)json_length(nics);
	machine->network = mem_array(machine->nics + 1U, sizeof(*machine->network));
	for (uint32_t i = 0; i < machine->nics; i++)
		machine->network[i] =
			mem_string(json_string(json_object_array_get_idx(nics, i), "network"));
}

/* Its host is its text's until all objects are there. */
static void add_machine(struct city *city, struct json_object *facts)
{
	struct city_machine *machine;

	city->machine = mem_grow(city->machine, city->machine_count, sizeof(*city->machine));
	machine = &city->machine[city->machine_count++];
	machine->name = mem_string(json_string(facts, "name"));
	machine->department = mem_string(json_string(facts, "host"));
	machine->memory = json_integer(facts, "memory", 0);
	take_disks(machine, json_member(facts, "disks"));
	take_nics(machine, json_member(facts, "nics"));
	machine->vcpus = json_integer(facts, "vcpus", 0);
	machine->running = text_equal(json_string(facts, "state"), "running");
}

static int add_object(struct city *city, const char *text, size_t size, struct error *error)
{
	AUTO_JSON struct json_object *tree = NULL;
	struct city_object *object;
	const char *kind;

	if (parse(&tree, "object", text, size, error) < 0)
		return -1;
	kind = known_kind(city, json_string(tree, "kind"));
	city->object = mem_grow(city->object, city->object_count, sizeof(*city->object));
	object = &city->object[city->object_count++];
	object->kind = kind ? kind : mem_string(json_string(tree, "kind"));
	object->id = mem_string(json_string(tree, "id"));
	object->text = text;
	object->size = size;
	snprintf(object->digest, sizeof(object->digest), "%s", json_string(tree, "digest"));
	if (json_member(tree, "measures"))
		object->measures = json_object_get(json_member(tree, "measures"));
	if (text_equal(object->kind, "machine"))
		add_machine(city, json_member(tree, "facts"));
	else
		object->facts = json_object_get(json_member(tree, "facts"));
	return 0;
}

/* The finding is taken. */
static void index_finding(
	struct city *city, struct json_object *tree, const char *kind, const char *id)
{
	struct city_finding *finding;

	city->finding = mem_grow(city->finding, city->finding_count, sizeof(*city->finding));
	finding = &city->finding[city->finding_count++];
	finding->kind = kind;
	finding->id = id;
	finding->blocks =
		findings_block(tree, city->profile) && !json_boolean(tree, "accepted", false);
	finding->finding = tree;
}

/* One on a system that forbids a plan stands with each of its machines too. */
static int add_finding(struct city *city, const char *text, size_t size, struct error *error)
{
	struct json_object *tree, *machines;
	const char *machine;

	if (parse(&tree, "finding", text, size, error) < 0)
		return -1;
	machine = json_string(tree, "machine");
	index_finding(city, tree, machine ? "machine" : json_string(tree, "kind"),
		machine ? machine : json_string(tree, "id"));
	machines = findings_block(tree, city->profile) ? json_member(tree, "machines") : NULL;
	for (size_t i = 0; i < json_length(machines); i++)
		index_finding(city, json_object_get(tree), "machine",
			json_object_get_string(json_object_array_get_idx(machines, i)));
	return 0;
}

static int add_kept(struct city *city, const char *text, size_t size, struct error *error)
{
	struct json_object *tree;

	if (parse(&tree, "kept", text, size, error) < 0)
		return -1;
	city->kept = mem_grow(city->kept, city->kept_count, sizeof(struct json_object *));
	city->kept[city->kept_count++] = tree;
	return 0;
}

int city_add(
	struct city *city, const char *kind, const char *text, size_t size, struct error *error)
{
	if (text_equal(kind, "order") && !city->order) {
		if (parse(&city->order, kind, text, size, error) < 0)
			return -1;
		city->profile = json_member(city->order, "profile");
		city->request = json_member(city->order, "request");
		return 0;
	}
	if (city->order && text_equal(kind, "object"))
		return add_object(city, text, size, error);
	if (city->order && text_equal(kind, "finding"))
		return add_finding(city, text, size, error);
	if (city->order && text_equal(kind, "kept"))
		return add_kept(city, text, size, error);
	return error_set(error, ERROR_INPUT, kind,
		"A text of what is to be planned is a second order, comes before it, or is of "
		"no known kind: \"%s\".",
		kind);
}

/* --- the order --- */

static int order_of(const char *kind, const char *id, const char *other_kind, const char *other)
{
	int order = strcmp(kind, other_kind);

	return order ? order : strcmp(id, other);
}

static int compare_objects(const void *left_pointer, const void *right_pointer)
{
	const struct city_object *left = left_pointer, *right = right_pointer;

	return order_of(left->kind, left->id, right->kind, right->id);
}

static const char *target_of(const struct city_finding *finding)
{
	const char *target = json_string(finding->finding, "target");

	return target ? target : "";
}

/* Those about the same are in one order, however they came. */
static int compare_findings(const void *left_pointer, const void *right_pointer)
{
	const struct city_finding *left = left_pointer, *right = right_pointer;
	int order = order_of(left->kind, left->id, right->kind, right->id);

	if (order == 0)
		order = order_of(json_string(left->finding, "rule"), target_of(left),
			json_string(right->finding, "rule"), target_of(right));
	return order;
}

static int compare_kept(const void *left_pointer, const void *right_pointer)
{
	struct json_object *left = *(struct json_object *const *)left_pointer;
	struct json_object *right = *(struct json_object *const *)right_pointer;

	return strcmp(json_string(json_member(left, "wave"), "name"),
		json_string(json_member(right, "wave"), "name"));
}

static int compare_names(const void *left_pointer, const void *right_pointer)
{
	const struct city_machine *left = *(const struct city_machine *const *)left_pointer;
	const struct city_machine *right = *(const struct city_machine *const *)right_pointer;

	return order_of(left->name, left->object->id, right->name, right->object->id);
}

static void place_machine(
	struct city *city, struct city_machine *machine, const struct city_object *object)
{
	AUTO_FREE char *host = (char *)(uintptr_t)machine->department;

	machine->object = object;
	machine->host = city_find(city, "host", host);
	machine->department =
		machine->host ? json_string(machine->host->facts, "department") : NULL;
	machine->on_cloud =
		machine->host && text_equal(json_string(machine->host->facts, "side"), "cloud");
}

/* Machines were added in the order of their objects, which is that of the snapshot. */
static void index_machines(struct city *city)
{
	struct city_objects objects = city_of(city, "machine");

	city->by_name = mem_array(city->machine_count + 1, sizeof(*city->by_name));
	for (size_t i = 0; i < city->machine_count; i++) {
		place_machine(city, &city->machine[i], &objects.first[i]);
		city->by_name[i] = &city->machine[i];
	}
	if (city->machine_count > 0)
		qsort(city->by_name, city->machine_count, sizeof(struct city_machine *),
			compare_names);
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
	if (city->finding_count > 0)
		qsort(city->finding, city->finding_count, sizeof(*city->finding),
			compare_findings);
	if (city->kept_count > 0)
		qsort(city->kept, city->kept_count, sizeof(struct json_object *), compare_kept);
	index_machines(city);
	return 0;
}

static void free_objects(struct city *city)
{
	for (size_t i = city->object_count; i-- > 0;) {
		struct city_object *object = &city->object[i];

		if (i == 0 || city->object[i - 1].kind != object->kind)
			free((char *)(uintptr_t)object->kind);
		free((char *)(uintptr_t)object->id);
		json_object_put(object->facts);
		json_object_put(object->measures);
	}
	free(city->object);
}

void city_free(struct city *city)
{
	for (size_t i = 0; i < city->machine_count; i++) {
		if (!city->by_name) /* city_finish() was not reached */
			free((char *)(uintptr_t)city->machine[i].department);
		free((char *)(uintptr_t)city->machine[i].name);
		for (uint32_t j = 0; j < city->machine[i].nics; j++)
			free((char *)(uintptr_t)city->machine[i].network[j]);
		free(city->machine[i].network);
	}
	for (size_t i = 0; i < city->finding_count; i++)
		json_object_put(city->finding[i].finding);
	for (size_t i = 0; i < city->kept_count; i++)
		json_object_put(city->kept[i]);
	free(city->kept);
	free(city->machine);
	free(city->by_name);
	free(city->finding);
	free_objects(city);
	json_object_put(city->order);
	*city = (struct city){0};
}

/* --- looking up --- */

/* The first object that is not before (kind, id). */
static size_t lower_object(const struct city *city, const char *kind, const char *id)
{
	size_t from = 0, to = city->object_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct city_object *object = &city->object[middle];

		if (order_of(object->kind, object->id, kind, id) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct city_objects city_of(const struct city *city, const char *kind)
{
	size_t from = lower_object(city, kind, ""), to = from;

	/* No id begins with this byte, which UTF-8 does not have. */
	to = lower_object(city, kind, "\xff");
	return (struct city_objects){city->object + from, to - from};
}

const struct city_object *city_find(const struct city *city, const char *kind, const char *id)
{
	size_t at = id ? lower_object(city, kind, id) : city->object_count;
	const struct city_object *object = &city->object[at];

	if (at == city->object_count || !text_equal(object->kind, kind) ||
		!text_equal(object->id, id))
		return NULL;
	return object;
}

struct json_object *city_facts(const struct city *city, const char *kind, const char *id)
{
	const struct city_object *object = city_find(city, kind, id);

	return object ? object->facts : NULL;
}

static size_t lower_name(const struct city *city, const char *name)
{
	size_t from = 0, to = city->machine_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(city->by_name[middle]->name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* A machine on the cloud has arrived: it is meant rather than what was left behind. */
const struct city_machine *city_machine(
	const struct city *city, const char *name, const char *department)
{
	const struct city_machine *found = NULL;

	for (size_t i = lower_name(city, name); i < city->machine_count; i++) {
		const struct city_machine *machine = city->by_name[i];

		if (!text_equal(machine->name, name))
			break;
		if ((machine->on_cloud || text_equal(machine->department, department)) &&
			(!found || (machine->on_cloud && !found->on_cloud)))
			found = machine;
	}
	return found;
}

struct json_object *city_machine_facts(const struct city_machine *machine)
{
	AUTO_JSON struct json_object *tree = NULL;
	struct error error = {0};

	if (parse(&tree, "object", machine->object->text, machine->object->size, &error) < 0)
		return NULL; /* it was read before */
	return json_object_get(json_member(tree, "facts"));
}

static size_t lower_finding(const struct city *city, const char *kind, const char *id)
{
	size_t from = 0, to = city->finding_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct city_finding *finding = &city->finding[middle];

		if (order_of(finding->kind, finding->id, kind, id) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct city_findings city_findings(const struct city *city, const char *kind, const char *id)
{
	size_t from = lower_finding(city, kind, id), to = from;

	while (to < city->finding_count && text_equal(city->finding[to].kind, kind) &&
		text_equal(city->finding[to].id, id))
		to++;
	return (struct city_findings){city->finding + from, to - from};
}

static struct json_object *first_blocker(struct city_findings findings, const char *target)
{
	for (size_t i = 0; i < findings.count; i++) {
		const char *judged = json_string(findings.first[i].finding, "target");

		if (findings.first[i].blocks && (!judged || text_equal(judged, target)))
			return findings.first[i].finding;
	}
	return NULL;
}

struct json_object *city_blocker(
	const struct city *city, const struct city_machine *machine, const char *target)
{
	struct json_object *blocker =
		first_blocker(city_findings(city, "machine", machine->object->id), target);

	if (blocker || !machine->department)
		return blocker;
	return first_blocker(city_findings(city, "department", machine->department), target);
}
