#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/store.h"
#include "inventory/usage/usage_private.h"
#include <stdlib.h>

#define MOST_DAYS 3700 /* of one answer */

static const char *const step_words[] = {"raw", "hour", "day", NULL};

int usage_step(enum usage_step *step, const char *word, int64_t since, int64_t now,
	struct error *error)
{
	int64_t days = (now - since) / DAY;

	if (!word) {
		*step = days <= 2 ? USAGE_RAW : days <= 31 ? USAGE_HOUR : USAGE_DAY;
		return 0;
	}
	for (unsigned i = 0; step_words[i]; i++)
		if (text_equal(word, step_words[i])) {
			*step = (enum usage_step)i;
			return 0;
		}
	return error_set(error, ERROR_INPUT, "step",
		"The step must be \"raw\", \"hour\" or \"day\", but is \"%.40s\".", word);
}

struct reading {
	struct store *store;
	const char *machine;
	int64_t since, now;
	struct json_object *points;
};

static void add_points(
	struct reading *reading, struct json_object *entries, int64_t from, int64_t unit)
{
	for (size_t i = 0; i < json_length(entries); i++) {
		struct json_object *entry = json_object_array_get_idx(entries, i);
		int64_t slot = json_object_get_int64(json_object_array_get_idx(entry, 0));
		int64_t at = from + slot * unit;

		if (at + unit > reading->since && at <= reading->now)
			json_object_array_add(reading->points, usage_point(at, entry));
	}
}

static void read_raw(struct reading *reading, int64_t day)
{
	char text[DAY_TEXT];
	AUTO_JSON struct json_object *row = NULL;

	usage_day_text(day, text);
	row = usage_row(reading->store, USAGE_RAW_SPACE, text, reading->machine);
	add_points(reading, row, day, 1);
}

/* Of a day that is not over yet, or was the last, only the samples are kept. */
static struct usage_samples samples_of(struct reading *reading, int64_t day)
{
	char text[DAY_TEXT];
	AUTO_JSON struct json_object *row = NULL;

	usage_day_text(day, text);
	row = usage_row(reading->store, USAGE_RAW_SPACE, text, reading->machine);
	return usage_samples(row, day);
}

static void read_hours(struct reading *reading, int64_t day)
{
	char text[DAY_TEXT];
	AUTO_JSON struct json_object *row = NULL;
	struct usage_samples samples;

	usage_day_text(day, text);
	row = usage_row(reading->store, USAGE_HOUR_SPACE, text, reading->machine);
	if (json_length(row) == 0) {
		samples = samples_of(reading, day);
		json_object_put(row);
		row = usage_hours(&samples);
		free(samples.list);
	}
	add_points(reading, row, day, HOUR);
}

static void read_month(struct reading *reading, int64_t first)
{
	char text[MONTH_TEXT];
	AUTO_JSON struct json_object *row = NULL;

	usage_month_text(first, text);
	row = usage_row(reading->store, USAGE_DAY_SPACE, text, reading->machine);
	add_points(reading, row, first - DAY, DAY); /* the first day of a month is 1 */
}

/* The day that was not rolled up yet. */
static void read_last_day(struct reading *reading, int64_t last)
{
	struct usage_samples samples = samples_of(reading, last);
	AUTO_JSON struct json_object *entry = usage_entry(0, samples.list, samples.count);

	if (samples.count > 0 && last + DAY > reading->since)
		json_object_array_add(reading->points, usage_point(last, entry));
	free(samples.list);
}

static bool begins_month(int64_t day)
{
	char text[DAY_TEXT];

	usage_day_text(day, text);
	return text_equal(text + MONTH_TEXT, "01");
}

static void read_days(struct reading *reading, enum usage_step step, int64_t from)
{
	for (int64_t day = from; day <= reading->now; day += DAY) {
		if (step == USAGE_RAW)
			read_raw(reading, day);
		else if (step == USAGE_HOUR)
			read_hours(reading, day);
		else if (begins_month(day))
			read_month(reading, day);
	}
}

static int64_t first_day(const struct reading *reading, enum usage_step step)
{
	int64_t from = reading->since - reading->since % DAY;
	int64_t most = reading->now - reading->now % DAY - MOST_DAYS * DAY;

	from = from < most ? most : from;
	while (step == USAGE_DAY && !begins_month(from))
		from -= DAY;
	return from;
}

int usage_read(struct json_object **answer, struct store *store, const char *machine,
	enum usage_step step, int64_t since, int64_t now, struct error *error)
{
	struct reading reading = {
		.store = store, .machine = machine, .since = since, .now = now};
	AUTO_JSON struct json_object *last = NULL;
	int64_t at;

	if (archive_state(&last, store, USAGE_LAST_SPACE, machine, error) < 0) {
		if (error && error->code == ERROR_NOT_FOUND)
			error_set(error, ERROR_NOT_FOUND, machine,
				"Nothing was measured of the machine \"%.64s\" yet.", machine);
		return -1;
	}
	at = json_integer(last, "at", 0);
	reading.points = json_object_new_array();
	read_days(&reading, step, first_day(&reading, step));
	if (step == USAGE_DAY && !json_boolean(last, USAGE_ROLLED, false))
		read_last_day(&reading, at - at % DAY);
	*answer = json_set_string(json_object_new_object(), "machine", machine);
	json_set_string(*answer, "step", step_words[step]);
	json_set(*answer, "points", reading.points);
	return 0;
}
