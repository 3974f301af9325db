#include "model/lesson.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "model/transfer.h"
#include <stdlib.h>

#define SECONDS_MOST (10LL * 366 * 86400)

const struct shape_field lesson_fields[] = {
	{"run", SHAPE_NAME, .required = true},
	{"move", SHAPE_NAME, .required = true},
	{"machine", SHAPE_UUID, .required = true},
	{"plan", SHAPE_DIGEST, .required = true},
	{"link", SHAPE_STRING, .required = true, .low = 1, .high = 512},
	{"opened", SHAPE_INTEGER, .required = true, .low = 0, .high = JSON_INTEGER_MOST},
	{"closed", SHAPE_INTEGER, .required = true, .low = 0, .high = JSON_INTEGER_MOST},
	{"bytes", SHAPE_INTEGER, .required = true, .low = 0, .high = JSON_INTEGER_MOST},
	{"computed", SHAPE_INTEGER, .required = true, .low = 1, .high = SECONDS_MOST},
	{"predicted_low", SHAPE_INTEGER, .required = true, .low = 0, .high = SECONDS_MOST},
	{"predicted", SHAPE_INTEGER, .required = true, .low = 0, .high = SECONDS_MOST},
	{"predicted_high", SHAPE_INTEGER, .required = true, .low = 0, .high = SECONDS_MOST},
	{"took", SHAPE_INTEGER, .required = true, .low = 0, .high = SECONDS_MOST},
	{"pause_ms", SHAPE_INTEGER, .low = 0, .high = JSON_INTEGER_MOST},
	{"strategy", SHAPE_CHOICE, .choices = transfer_strategies},
	{"blackout_computed", SHAPE_INTEGER, .low = 1, .high = SECONDS_MOST * 1000},
	{"blackout", SHAPE_INTEGER, .low = 0, .high = SECONDS_MOST * 1000},
	{0},
};

char *lesson_key(int64_t closed, const char *run, const char *move)
{
	char when[CLOCK_TEXT];

	clock_format(closed, when);
	return mem_format("%s %s %s", when, run, move);
}

bool lesson_limits(struct lesson_limits *limits, struct json_object *profile)
{
	struct json_object *learn = json_member(json_member(profile, "planning"), "learn");

	*limits = (struct lesson_limits){
		.least = json_integer(learn, "moves_least", 0),
		.newest = json_integer(learn, "moves_newest", 0),
		.permille_least = json_integer(learn, "permille_least", 0),
		.permille_most = json_integer(learn, "permille_most", 0),
	};
	return learn != NULL;
}

/* --- of one list of lessons --- */

/* What is compared in each of them. */
struct measure {
	const char *took, *computed;
};

static const struct measure seconds = {"took", "computed"};
static const struct measure blackout = {"blackout", "blackout_computed"};

static int64_t permille_of(struct json_object *lesson, const struct measure *measure)
{
	return json_integer(lesson, measure->took, 0) * 1000 /
	       json_integer(lesson, measure->computed, 1);
}

static int compare(const void *left_pointer, const void *right_pointer)
{
	int64_t left = *(const int64_t *)left_pointer, right = *(const int64_t *)right_pointer;

	return left < right ? -1 : left > right;
}

/* That within the bounds, counting those that were not. */
static int64_t believed(int64_t permille, const struct lesson_limits *limits, int64_t *clamped)
{
	int64_t least = limits->permille_least, most = limits->permille_most;

	*clamped += permille < least || permille > most;
	return permille < least ? least : permille > most ? most : permille;
}

static struct json_object *tell(const int64_t *sorted, size_t count, int64_t clamped)
{
	struct json_object *sum = json_object_new_object();
	size_t tenth = count / 10;

	json_set_integer(sum, "moves", (int64_t)count);
	json_set_integer(sum, "permille", (sorted[(count - 1) / 2] + sorted[count / 2]) / 2);
	json_set_integer(sum, "low", sorted[tenth]);
	json_set_integer(sum, "high", sorted[count - 1 - tenth]);
	return json_set_integer(sum, "clamped", clamped);
}

/* The newest of a list that is not empty. */
static struct json_object *sum_of(struct json_object *lessons, const struct measure *measure,
	const struct lesson_limits *limits)
{
	size_t all = json_length(lessons);
	size_t count = all < (size_t)limits->newest ? all : (size_t)limits->newest;
	AUTO_FREE int64_t *sorted = mem_array(count + 1, sizeof(*sorted));
	int64_t clamped = 0;

	for (size_t i = 0; i < count; i++)
		sorted[i] = believed(
			permille_of(
				json_object_array_get_idx(lessons, all - count + i), measure),
			limits, &clamped);
	qsort(sorted, count, sizeof(*sorted), compare);
	return tell(sorted, count, clamped);
}

/* --- of all --- */

/* To the list of that key. */
static void add(struct json_object *lists, const char *key, struct json_object *lesson)
{
	struct json_object *list = json_member(lists, key);

	if (!list)
		json_set(lists, key, list = json_object_new_array());
	json_object_array_add(list, json_object_get(lesson));
}

/* Those of before have no blackout. */
static bool tells_blackout(struct json_object *lesson)
{
	return json_string(lesson, "strategy") && json_member(lesson, blackout.took) &&
	       json_member(lesson, blackout.computed);
}

static struct json_object *sums_of(struct json_object *lists, const struct measure *measure,
	const struct lesson_limits *limits)
{
	struct json_object *sums = json_object_new_object();

	json_object_object_foreach (lists, key, list)
		json_set(sums, key, sum_of(list, measure, limits));
	return sums;
}

struct json_object *lesson_sum(struct json_object *lessons, const struct lesson_limits *limits)
{
	AUTO_JSON struct json_object *by_link = json_object_new_object();
	AUTO_JSON struct json_object *by_strategy = json_object_new_object();
	AUTO_JSON struct json_object *sound = json_object_new_array();
	struct json_object *sum = json_object_new_object();

	for (size_t i = 0; i < json_length(lessons); i++) {
		struct json_object *lesson = json_object_array_get_idx(lessons, i);
		struct error error = {0};

		if (!lesson || shape_check(lesson_fields, lesson, NULL, &error) < 0)
			continue;
		add(by_link, json_string(lesson, "link"), lesson);
		if (tells_blackout(lesson))
			add(by_strategy, json_string(lesson, "strategy"), lesson);
		json_object_array_add(sound, json_object_get(lesson));
	}
	json_set(sum, "links", sums_of(by_link, &seconds, limits));
	json_set(sum, "pauses", sums_of(by_strategy, &blackout, limits));
	if (json_length(sound) > 0)
		json_set(sum, "fleet", sum_of(sound, &seconds, limits));
	return json_set_integer(
		sum, "spoilt", (int64_t)(json_length(lessons) - json_length(sound)));
}
