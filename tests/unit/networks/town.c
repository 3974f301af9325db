#include "town.h"
#include "../given.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/object.h"
#include "planning/isolation/isolation.h"
#include <stdlib.h>
#include <string.h>

#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"
#define MOST   256

static void change_all(struct json_object *into, struct json_object *changes)
{
	json_object_object_foreach (changes, name, value) {
		struct json_object *inner = json_member(into, name);

		if (json_object_is_type(value, json_type_object) && inner)
			change_all(inner, value);
		else
			json_set(into, name, json_object_get(value));
	}
}

static void add(struct town *town, const char *kind, struct json_object *tree)
{
	char *text = json_canonical_string(tree);
	struct error error = {0};

	town->texts = mem_resize(town->texts, town->count + 1, sizeof(*town->texts));
	town->texts[town->count++] = text;
	if (city_add(&town->city, kind, text, strlen(text), &error) < 0)
		fail_msg("%s", error.text);
}

static void add_order(struct town *town, const char *more)
{
	AUTO_JSON struct json_object *order = json_object_new_object();
	AUTO_JSON struct json_object *changes = given_json(more ? more : "{}");

	json_set_string(order, "made", "2018-03-01T08:00:00Z");
	json_set(order, "profile", given_profile());
	change_all(order, changes);
	add(town, "order", order);
}

static int compare_things(const void *left_pointer, const void *right_pointer)
{
	const struct thing *left = *(const struct thing *const *)left_pointer;
	const struct thing *right = *(const struct thing *const *)right_pointer;
	int order = strcmp(left->kind, right->kind);

	return order ? order : strcmp(left->id, right->id);
}

static size_t join(const struct thing **all, size_t count, const struct thing *things)
{
	for (; things && things->kind; things++) {
		size_t at = 0;

		while (at < count && compare_things(&all[at], &things) != 0)
			at++;
		assert_true(at < MOST);
		all[at] = things;
		count += at == count;
	}
	return count;
}

static void add_thing(struct town *town, const struct thing *thing)
{
	AUTO_JSON struct json_object *item = json_object_new_object();
	struct error error = {0};

	json_set_string(item, "kind", thing->kind);
	json_set_string(item, "id", thing->id);
	json_set(item, "facts", given_json(thing->facts));
	if (object_check(item, NULL, &error) < 0)
		fail_msg("%s %s: %s", thing->kind, thing->id, error.text);
	json_set_string(item, "digest", DIGEST);
	add(town, "object", item);
}

void town_make(struct town *town, const struct thing *things, const struct thing *more,
	const char *order, const char *systems)
{
	const struct thing *all[MOST];
	size_t count = join(all, join(all, 0, things), more);
	AUTO_JSON struct json_object *rows = systems ? given_json(systems) : NULL;
	struct error error = {0};

	add_order(town, order);
	if (count > 0)
		qsort(all, count, sizeof(*all), compare_things);
	for (size_t i = 0; i < count; i++)
		add_thing(town, all[i]);
	for (const struct thing *one = town->findings; one && one->kind; one++) {
		AUTO_JSON struct json_object *finding = given_json(one->facts);

		add(town, "finding", finding);
	}
	if (city_finish(&town->city, &error) < 0)
		fail_msg("%s", error.text);
	networks_decide(&town->plan, &town->city, rows);
	isolation_check(&town->plan, &town->city, rows);
}

void town_free(struct town *town)
{
	networks_free(&town->plan);
	city_free(&town->city);
	for (size_t i = 0; i < town->count; i++)
		free(town->texts[i]);
	free(town->texts);
}

struct json_object *town_row(struct json_object *list, const char *id)
{
	struct json_object *row = json_find(list, "id", id);

	if (!row)
		fail_msg("there is no row of %s", id);
	return row;
}
