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
