/*
 * A town of a few networks, as the texts that planning is given, with the default profile: a
 * test says what is in it, object by object.
 */
#ifndef TOWN_H
#define TOWN_H

#include "../unit.h"
#include "planning/networks/networks.h"
#include "planning/planner/city.h"

struct thing {
	const char *kind, *id, *facts; /* NULL kind ends a list; facts as JSON */
};

struct town {
	struct city city;
	struct network_plan plan;
	const struct thing *findings; /* set before, borrowed: findings as facts; NULL: none */
	char **texts;
	size_t count;
};

/*
 * Joins the lists (NULL: none; a later thing replaces an earlier one of its kind and id), and
 * decides. `order` is JSON that is added to the order ("overrides", "allocated", "profile" as
 * changes of its "networks"), or NULL; `systems` the rows of systems as JSON, or NULL.
 */
void town_make(struct town *town, const struct thing *things, const struct thing *more,
	const char *order, const char *systems);
void town_free(struct town *town);
#define AUTO_TOWN __attribute__((cleanup(town_free)))

/* The row of a list by its "id"; the test fails when there is none. */
struct json_object *town_row(struct json_object *list, const char *id);

#endif
