#include "planning/policy/priority.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/policy/disposition.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct weighing {
	const struct city *city;
	struct json_object *policy; /* "priority" of the profile */
	const char *today;
	const struct city_object *system;
	struct json_object *facts; /* of it */
	struct json_object *terms; /* or NULL: nobody wants to know */
	int64_t points;
};

/* The sentence is taken. */
static void add(struct weighing *weighing, int64_t points, char *why)
{
	AUTO_FREE char *taken = why;
	struct json_object *term;

	weighing->points += points;
	if (!weighing->terms)
		return;
	term = json_set_integer(json_object_new_object(), "points", points);
	json_object_array_add(weighing->terms, json_set_string(term, "why", taken));
}

static void weigh_new(struct weighing *weighing)
{
	int64_t points = json_integer(weighing->policy, "new", 0);

	if (points > 0 && text_equal(json_string(weighing->facts, "state"), "planned"))
		add(weighing, points, mem_string(N_("It is new.")));
}

static void weigh_own(struct weighing *weighing)
{
	const char *level = json_string(weighing->facts, "vertical_level");
	int64_t points = json_integer(weighing->policy, "own", 0);

	if (points > 0 && !text_equal(level, "national") && !text_equal(level, "provincial"))
		add(weighing, points, mem_string(N_("It is no part of a superior's system.")));
}

/* --- age --- */

/* Whole years from a day ("2017-03-08") to another; 0 when it is later. */
static int64_t years_between(const char *from, const char *to)
{
	int64_t years = strtol(to, NULL, 10) - strtol(from, NULL, 10);

	if (strlen(from) == 10 && strlen(to) >= 10 && strncmp(to + 4, from + 4, 6) < 0)
		years--;
	return years > 0 ? years : 0;
}

/* The day on which the oldest hardware that it runs on got its firmware; NULL: not known. */
static const char *oldest(const struct weighing *weighing)
{
	struct json_object *names = json_member(weighing->facts, "machines");
	const char *department = json_string(weighing->facts, "department"), *oldest = NULL;
	struct city_machines named = city_machines(weighing->city, weighing->system);

	for (size_t i = 0; i < named.count; i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));
		const struct city_machine *machine = named.first[i];
		struct json_object *host = NULL;
		const char *day;

		if (machine && machine->host && !machine->on_cloud)
			host = machine->host->facts;
		else if (!machine && disposition_is_server(weighing->city, name, department))
			host = city_facts(weighing->city, "host", name);
		day = json_string(host, "firmware_date");
		if (day && (!oldest || strcmp(day, oldest) < 0))
			oldest = day;
	}
	return oldest;
}

static void weigh_age(struct weighing *weighing)
{
	int64_t from = json_integer(weighing->policy, "aged_years", 0);
	int64_t most = json_integer(weighing->policy, "aged_years_most", from);
	int64_t points = json_integer(weighing->policy, "aged_year", 0), years;
	const char *day = points > 0 ? oldest(weighing) : NULL;

	if (!day)
		return;
	years = years_between(day, weighing->today);
	if (years < from)
		return;
	add(weighing, points * ((years < most ? years : most) - from + 1),
		mem_format(N_("It runs on hardware of %s, %lld years old."), day,
			(long long)years));
}

/* --- all --- */

static struct json_object *priority_json(const struct weighing *weighing)
{
	struct json_object *priority = json_object_new_object();

	json_set_integer(priority, "points", weighing->points);
	return json_set(priority, "terms", weighing->terms);
}

static int64_t weigh(
	const struct city *city, const struct city_object *system, struct json_object *row)
{
	const char *made = json_string(city->order, "made");
	struct weighing weighing = {.city = city,
		.policy = json_member(city->profile, "priority"),
		.today = made ? made : "",
		.system = system,
		.facts = system->facts,
		.terms = row ? json_object_new_array() : NULL};

	weigh_new(&weighing);
	weigh_own(&weighing);
	weigh_age(&weighing);
	if (row && weighing.points > 0)
		json_set(row, "priority", priority_json(&weighing));
	else
		json_object_put(weighing.terms);
	return weighing.points;
}

void priorities_find(const struct city *city, int64_t *points, struct json_object *rows)
{
	struct city_objects systems = city_of(city, "system");

	for (size_t i = 0; i < systems.count; i++)
		points[i] = weigh(city, &systems.first[i],
			rows ? json_object_array_get_idx(rows, i) : NULL);
}
