/* Machines in both domains: those that would be, and those that are. */
#include "planning/isolation/isolation_private.h"
#include <string.h>

/* By row of the machine: it is where its new addresses are. */
static void check_machine(
	struct isolation *isolation, struct json_object *homes, struct json_object *row)
{
	const char *machine = json_string(row, "machine"), *known;
	const char *to = json_string(row, "to4");
	const struct place *place =
		isolation_place_of(isolation, to ? to : json_string(row, "to6"));
	struct json_object *one, *home;

	if (!machine || !place || !isolation_domain_of(place))
		return;
	home = json_member(homes, machine);
	if (!home) {
		json_set(homes, machine, json_object_get(place->row));
		return;
	}
	known = json_string(home, "domain");
	if (text_equal(known, isolation_domain_of(place)))
		return;
	one = isolation_violate(isolation, "isolation.machine", machine,
		json_string(place->row, "id"),
		N_("The machine gets addresses of both domains."));
	isolation_blame_machine(isolation, one, machine);
	isolation_blame(isolation, one, home);
	isolation_blame(isolation, one, place->row);
}

void isolation_check_machines(struct isolation *isolation)
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
		isolation_blame_machine(isolation, one, subject + strlen("machine "));
	if (!text_starts(subject, "prefix "))
		return;
	networks = json_member(
		city_facts(isolation->city, "prefix", subject + strlen("prefix ")), "networks");
	for (size_t i = 0; i < json_length(networks); i++)
		isolation_blame(isolation, one,
			json_member(isolation->rows,
				json_object_get_string(
					json_object_array_get_idx(networks, i))));
}

void isolation_check_found(struct isolation *isolation)
{
	struct city_objects found = city_of(isolation->city, "irregularity");

	for (size_t i = 0; i < found.count; i++) {
		struct json_object *subjects = json_member(found.first[i].facts, "subjects");
		struct json_object *one;

		if (!text_equal(json_string(found.first[i].facts, "rule"), "dual_homed"))
			continue;
		one = isolation_violate(isolation, "isolation.machine", found.first[i].id, NULL,
			N_("It was found in both domains."));
		for (size_t j = 0; j < json_length(subjects); j++)
			blame_subject(isolation, one,
				json_object_get_string(json_object_array_get_idx(subjects, j)));
	}
}
