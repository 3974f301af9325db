/* What breaks the isolation, and whom it concerns. */
#include "model/profile.h"
#include "planning/isolation/isolation_private.h"

struct json_object *isolation_violate(struct isolation *isolation, const char *rule,
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
void isolation_blame(
	struct isolation *isolation, struct json_object *violation, struct json_object *row)
{
	struct json_object *systems = json_member(row, "systems");

	if (!row || json_has_string(json_member(violation, "networks"), json_string(row, "id")))
		return;
	row_add(violation, "networks", json_string(row, "id"));
	for (size_t i = 0; i < json_length(systems); i++) {
		const char *id = json_object_get_string(json_object_array_get_idx(systems, i));

		if (!json_has_string(json_member(violation, "systems"), id))
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
void isolation_blame_machine(
	struct isolation *isolation, struct json_object *violation, const char *machine)
{
	struct json_object *systems = owners_of(isolation, machine);

	row_add(violation, "machines", machine);
	for (size_t i = 0; i < json_length(systems); i++) {
		const char *id = json_object_get_string(json_object_array_get_idx(systems, i));

		if (!json_has_string(json_member(violation, "systems"), id))
			row_add(violation, "systems", id);
	}
}
