/* The part of city.h that looks up. */
#include "base/text.h"
#include "planning/planner/city.h"
#include <string.h>

int city_order(const char *kind, const char *id, const char *other_kind, const char *other)
{
	int order = strcmp(kind, other_kind);

	return order ? order : strcmp(id, other);
}

struct city_objects city_of(const struct city *city, const char *kind)
{
	for (size_t i = 0; i < city->kinds; i++)
		if (text_equal(city->kind[i].first->kind, kind))
			return city->kind[i];
	return (struct city_objects){NULL, 0};
}

const struct city_object *city_find(const struct city *city, const char *kind, const char *id)
{
	struct lookup_at at;

	if (!id)
		return NULL;
	at = lookup_begin(&city->object_at, lookup_hash_two(kind, id));
	while (lookup_next(&at)) {
		const struct city_object *object = &city->object[at.entry];

		if (text_equal(object->id, id) && text_equal(object->kind, kind))
			return object;
	}
	return NULL;
}

struct json_object *city_facts(const struct city *city, const char *kind, const char *id)
{
	const struct city_object *object = city_find(city, kind, id);

	return object ? object->facts : NULL;
}

/* A machine on the cloud has arrived: it is meant rather than what was left behind. */
/* Machines and their objects are in the same order. */
const struct city_machine *city_machine_of(const struct city *city, const char *uuid)
{
	const struct city_object *object = city_find(city, "machine", uuid);

	return object ? &city->machine[object - city_of(city, "machine").first] : NULL;
}

const struct city_machine *city_machine(
	const struct city *city, const char *name, const char *department)
{
	const struct city_machine *found = NULL;
	struct lookup_at at;

	if (!name)
		return NULL;
	at = lookup_begin(&city->machine_at, lookup_hash(name));
	while (lookup_next(&at)) {
		const struct city_machine *machine = &city->machine[at.entry];

		if (text_equal(machine->name, name) &&
			(machine->on_cloud || text_equal(machine->department, department)) &&
			(!found || (machine->on_cloud && !found->on_cloud)))
			found = machine;
	}
	return found;
}

struct city_machines city_machines(const struct city *city, const struct city_object *system)
{
	size_t number = (size_t)(system - city_of(city, "system").first);
	size_t first = city->named_first[number];

	return (struct city_machines){
		&city->named[first], city->named_first[number + 1] - first};
}

/* Those about one stand side by side. */
struct city_findings city_findings(const struct city *city, const char *kind, const char *id)
{
	struct lookup_at at = lookup_begin(&city->finding_at, lookup_hash_two(kind, id));

	while (lookup_next(&at)) {
		size_t from = at.entry, to = from;

		while (to < city->finding_count && text_equal(city->finding[to].id, id) &&
			text_equal(city->finding[to].kind, kind))
			to++;
		if (to > from)
			return (struct city_findings){city->finding + from, to - from};
	}
	return (struct city_findings){NULL, 0};
}

static const struct city_finding *first_blocker(
	struct city_findings findings, const char *target)
{
	for (size_t i = 0; i < findings.count; i++) {
		const struct city_finding *finding = &findings.first[i];

		if (finding->blocks &&
			(!finding->target || text_equal(finding->target, target)))
			return finding;
	}
	return NULL;
}

const struct city_finding *city_blocker(
	const struct city *city, const struct city_machine *machine, const char *target)
{
	const struct city_finding *blocker = first_blocker(machine->findings, target);

	if (blocker || !machine->department)
		return blocker;
	return first_blocker(city_findings(city, "department", machine->department), target);
}
