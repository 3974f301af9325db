#include "reporting/systems.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "inventory/usage/usage.h"
#include "readiness/likeness.h"

#define DAY 86400

struct window {
	struct store *store;
	int64_t since, now;
	struct json_object *machines; /* to add to */
};

static int add_machine(const struct window *window, const char *uuid, struct error *error)
{
	struct json_object *usage = NULL;
	struct error missing = {0};

	if (usage_window(&usage, window->store, uuid, window->since, window->now, &missing) ==
		0) {
		json_set(window->machines, uuid, usage);
		return 0;
	}
	if (missing.code == ERROR_NOT_FOUND)
		return 0;
	*error = missing;
	return -1;
}

static int add_machines(
	const struct window *window, struct json_object *snapshot, struct error *error)
{
	struct json_object *members = json_member(snapshot, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), "machine") &&
			add_machine(window, json_string(member, "id"), error) < 0)
			return -1;
	}
	return 0;
}

int systems_measure(struct json_object **answer, struct store *store,
	struct json_object *inventory, struct json_object *profile, int64_t now,
	struct error *error)
{
	struct json_object *snapshot = json_member(inventory, "snapshot");
	struct json_object *zombie = json_member(profile, "zombie");
	struct json_object *shadow = json_member(profile, "shadow");
	AUTO_JSON struct json_object *machines = json_object_new_object();
	const struct window window = {.store = store,
		.since = now - json_integer(zombie, "window_days", 1) * DAY,
		.now = now,
		.machines = machines};
	char until[CLOCK_TEXT];

	if (zombie && add_machines(&window, snapshot, error) < 0)
		return -1;
	clock_format(now * CLOCK_SECOND, until);
	*answer = json_set_string(json_object_new_object(), "until", until);
	json_set(*answer, "machines", json_object_get(machines));
	if (shadow)
		json_set(*answer, "likeness",
			likeness_find(snapshot, json_member(inventory, "objects"), shadow));
	return 0;
}

/* --- all of them together --- */

struct fleet {
	int64_t machines, counted, vcpus, cpu, days_needed; /* cpu: thousandths of one */
};

static void add_to_fleet(
	struct fleet *fleet, struct json_object *facts, struct json_object *usage)
{
	fleet->machines++;
	if (json_integer(usage, "days", 0) == 0 ||
		json_integer(usage, "days", 0) * 100 < fleet->days_needed)
		return;
	fleet->counted++;
	fleet->vcpus += json_integer(facts, "vcpus", 1);
	fleet->cpu += json_integer(usage, "cpu_mean", 0);
}

static struct json_object *fleet_json(const struct fleet *fleet, struct json_object *zombie)
{
	struct json_object *tree = json_object_new_object();

	json_set_string(tree, "formula", "cpu_by_vcpus");
	json_set_integer(tree, "window_days", json_integer(zombie, "window_days", 1));
	json_set_integer(tree, "days_percent", json_integer(zombie, "days_percent", 0));
	json_set_integer(tree, "machines", fleet->machines);
	json_set_integer(tree, "counted", fleet->counted);
	json_set_integer(tree, "vcpus", fleet->vcpus);
	if (fleet->vcpus > 0)
		json_set_integer(tree, "cpu_mean_permille", fleet->cpu / fleet->vcpus);
	return tree;
}

int systems_utilisation(struct json_object **answer, struct store *store,
	struct json_object *inventory, struct json_object *profile, int64_t now,
	struct error *error)
{
	struct json_object *zombie = json_member(profile, "zombie");
	struct json_object *snapshot = json_member(inventory, "snapshot");
	struct json_object *members = json_member(snapshot, "members");
	AUTO_JSON struct json_object *machines = json_object_new_object();
	const struct window window = {
		store, now - json_integer(zombie, "window_days", 1) * DAY, now, machines};
	struct fleet fleet = {.days_needed = json_integer(zombie, "window_days", 1) *
					     json_integer(zombie, "days_percent", 0)};

	*answer = NULL;
	if (!zombie)
		return 0;
	if (add_machines(&window, snapshot, error) < 0)
		return -1;
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (text_equal(json_string(member, "kind"), "machine"))
			add_to_fleet(&fleet,
				json_member(json_member(inventory, "objects"),
					json_string(member, "digest")),
				json_member(machines, json_string(member, "id")));
	}
	*answer = fleet_json(&fleet, zombie);
	return 0;
}
