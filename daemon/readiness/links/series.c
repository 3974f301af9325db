#include "readiness/links/series.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/store.h"
#include <stdlib.h>
#include <string.h>

#define RAW_SPACE  "link.raw"
#define HOUR_SPACE "link.hour"
#define DAY_SPACE  "link.day"

#define HOUR 3600
#define DAY  86400

#define DAY_TEXT   11 /* "2026-11-26" */
#define MONTH_TEXT 8  /* "2026-11" */

/* What an entry holds, in this order. */
enum { SLOT, WATCHES, REACHED, SENT, RECEIVED, LEAST, MEDIAN, MOST, ENTRY };

#define ECHOES  1000
#define LONGEST 60000000 /* microseconds */
const struct shape_field links_echoes_fields[] = {
	{"sent", SHAPE_INTEGER, .required = true, .low = 0, .high = ECHOES},
	{"received", SHAPE_INTEGER, .required = true, .low = 0, .high = ECHOES},
	{"least_us", SHAPE_INTEGER, .low = 0, .high = LONGEST},
	{"median_us", SHAPE_INTEGER, .low = 0, .high = LONGEST},
	{"most_us", SHAPE_INTEGER, .low = 0, .high = LONGEST},
	{0},
};

/* --- entries --- */

static int64_t value(struct json_object *entry, int index)
{
	return json_object_get_int64(json_object_array_get_idx(entry, (size_t)index));
}

static struct json_object *new_entry(const int64_t values[ENTRY])
{
	struct json_object *entry = json_object_new_array();

	for (int i = 0; i < ENTRY; i++)
		json_object_array_add(entry, json_object_new_int64(values[i]));
	return entry;
}

static struct json_object *entry_of(int64_t slot, struct json_object *echoes)
{
	int64_t received = json_integer(echoes, "received", 0);
	bool reached = received > 0;

	return new_entry((const int64_t[ENTRY]){slot, 1, reached,
		reached ? json_integer(echoes, "sent", 0) : 0, received,
		json_integer(echoes, "least_us", 0), json_integer(echoes, "median_us", 0),
		json_integer(echoes, "most_us", 0)});
}

static int compare(const void *left, const void *right)
{
	int64_t one = *(const int64_t *)left, other = *(const int64_t *)right;

	return (one > other) - (one < other);
}

/* Of the entries that were reached. */
static int64_t median_of(struct json_object *entries)
{
	AUTO_FREE int64_t *medians = mem_array(json_length(entries) + 1, sizeof(*medians));
	size_t count = 0;

	for (size_t i = 0; i < json_length(entries); i++) {
		struct json_object *entry = json_object_array_get_idx(entries, i);

		if (value(entry, REACHED) > 0)
			medians[count++] = value(entry, MEDIAN);
	}
	qsort(medians, count, sizeof(*medians), compare);
	return count ? medians[count / 2] : 0;
}

struct json_object *links_series_roll(int64_t slot, struct json_object *entries)
{
	int64_t sum[ENTRY] = {slot};

	for (size_t i = 0; i < json_length(entries); i++) {
		struct json_object *entry = json_object_array_get_idx(entries, i);

		if (value(entry, REACHED) > 0 &&
			(sum[REACHED] == 0 || value(entry, LEAST) < sum[LEAST]))
			sum[LEAST] = value(entry, LEAST);
		if (value(entry, MOST) > sum[MOST])
			sum[MOST] = value(entry, MOST);
		for (int j = WATCHES; j <= RECEIVED; j++)
			sum[j] += value(entry, j);
	}
	sum[MEDIAN] = median_of(entries);
	return new_entry(sum);
}

/* --- rows --- */

static void cut(int64_t at, char *out, size_t size)
{
	char when[CLOCK_TEXT];

	clock_format(at * CLOCK_SECOND, when);
	when[size - 1] = '\0';
	memcpy(out, when, size);
}

static char *key_of(const char *period, struct json_object *way)
{
	return mem_format("%s %s %s %d", period, json_string(way, "source"),
		json_string(way, "target"), (int)json_integer(way, "family", 0));
}

static struct json_object *row_of(
	struct store *store, const char *space, const char *period, struct json_object *way)
{
	AUTO_FREE char *key = key_of(period, way);
	struct json_object *row = NULL;

	if (archive_state(&row, store, space, key, NULL) < 0 ||
		!json_object_is_type(row, json_type_array)) {
		json_object_put(row);
		row = json_object_new_array();
	}
	return row;
}

static void put_row(struct store_batch *batch, const char *space, const char *period,
	struct json_object *way, struct json_object *row)
{
	AUTO_FREE char *key = key_of(period, way), *text = json_canonical_string(row);

	batch_state(batch, space, key, text);
}

/* Those of the day's entries that lie in that hour. */
static struct json_object *of_hour(struct json_object *day, int64_t hour)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(day); i++) {
		struct json_object *entry = json_object_array_get_idx(day, i);

		if (value(entry, SLOT) / HOUR == hour)
			json_object_array_add(list, json_object_get(entry));
	}
	return list;
}

/* The entry takes the place of the one of its slot. */
static void replace(struct json_object *row, struct json_object *entry)
{
	size_t at = 0;

	while (at < json_length(row) &&
		value(json_object_array_get_idx(row, at), SLOT) != value(entry, SLOT))
		at++;
	if (at < json_length(row))
		json_object_array_put_idx(row, at, entry);
	else
		json_object_array_add(row, entry);
}

/* Of "2026-11-26": 26. */
static int64_t day_of_month(const char *day)
{
	return (day[8] - '0') * 10 + day[9] - '0';
}

void links_series_take(struct store_batch *batch, struct store *store, struct json_object *way,
	struct json_object *echoes, int64_t at)
{
	char day[DAY_TEXT], month[MONTH_TEXT];
	int64_t hour = at % DAY / HOUR;

	cut(at, day, sizeof(day));
	cut(at, month, sizeof(month));
	AUTO_JSON struct json_object *raw = row_of(store, RAW_SPACE, day, way);
	AUTO_JSON struct json_object *hours = row_of(store, HOUR_SPACE, day, way);
	AUTO_JSON struct json_object *days = row_of(store, DAY_SPACE, month, way);
	replace(raw, entry_of(at % DAY, echoes));
	AUTO_JSON struct json_object *now = of_hour(raw, hour);
	replace(hours, links_series_roll(hour, now));
	replace(days, links_series_roll(day_of_month(day), raw));
	put_row(batch, RAW_SPACE, day, way, raw);
	put_row(batch, HOUR_SPACE, day, way, hours);
	put_row(batch, DAY_SPACE, month, way, days);
}

/* --- the last day --- */

/* Adds the hours of the day of `at` that began after `since`, in seconds since 1970. */
static void gather(struct json_object *list, struct store *store, struct json_object *way,
	int64_t at, int64_t since)
{
	char day[DAY_TEXT];

	cut(at, day, sizeof(day));
	AUTO_JSON struct json_object *row = row_of(store, HOUR_SPACE, day, way);
	for (size_t i = 0; i < json_length(row); i++) {
		struct json_object *entry = json_object_array_get_idx(row, i);
		int64_t when = at - at % DAY + value(entry, SLOT) * HOUR;

		if (when <= since)
			continue;
		json_object_array_put_idx(entry, SLOT, json_object_new_int64(when));
		json_object_array_add(list, json_object_get(entry));
	}
}

/* The least round trip of the month of `at`, or `least` when that is less. */
static int64_t least_of(struct store *store, struct json_object *way, int64_t at, int64_t least)
{
	char month[MONTH_TEXT];

	cut(at, month, sizeof(month));
	AUTO_JSON struct json_object *row = row_of(store, DAY_SPACE, month, way);
	for (size_t i = 0; i < json_length(row); i++) {
		struct json_object *entry = json_object_array_get_idx(row, i);

		if (value(entry, REACHED) > 0 && value(entry, LEAST) < least)
			least = value(entry, LEAST);
	}
	return least;
}

static void tell_time(struct json_object *told, const char *name, struct json_object *entry)
{
	char when[CLOCK_TEXT];

	clock_format_second(value(entry, SLOT), when);
	json_set_string(told, name, when);
}

static void tell_reached(struct json_object *told, struct json_object *sum, int64_t least)
{
	int64_t sent = value(sum, SENT), lost = sent - value(sum, RECEIVED);

	json_set_integer(told, "sent", sent);
	json_set_integer(told, "received", value(sum, RECEIVED));
	json_set_integer(told, "loss_permille", (lost * 1000 + sent - 1) / sent);
	json_set_integer(told, "least_us", least);
	json_set_integer(told, "median_us", value(sum, MEDIAN));
	json_set_integer(told, "most_us", value(sum, MOST));
}

struct json_object *links_series_day(struct store *store, struct json_object *way, int64_t now)
{
	AUTO_JSON struct json_object *list = json_object_new_array();
	struct json_object *told = json_object_new_object();

	gather(list, store, way, now - DAY, now - DAY);
	gather(list, store, way, now, now - DAY);
	AUTO_JSON struct json_object *sum = links_series_roll(0, list);
	json_set_string(told, "source", json_string(way, "source"));
	json_set_string(told, "target", json_string(way, "target"));
	json_set_integer(told, "family", json_integer(way, "family", 0));
	json_set_integer(told, "watches", value(sum, WATCHES));
	if (value(sum, WATCHES) == 0)
		return told;
	tell_time(told, "since", json_object_array_get_idx(list, 0));
	tell_time(told, "at", json_object_array_get_idx(list, json_length(list) - 1));
	json_set_integer(told, "reached", value(sum, REACHED));
	json_set_integer(
		told, "available_permille", value(sum, REACHED) * 1000 / value(sum, WATCHES));
	if (value(sum, SENT) > 0)
		tell_reached(told, sum,
			least_of(store, way, now - 31 * DAY,
				least_of(store, way, now, value(sum, LEAST))));
	return told;
}

/* --- all of it --- */

static const struct step {
	const char *name, *space;
	size_t period_size;
	int64_t slot; /* seconds; 0: a day of the month, counted from 1 */
	int64_t reach;
} steps[] = {
	{"raw", RAW_SPACE, DAY_TEXT, 1, 2},
	{"hour", HOUR_SPACE, DAY_TEXT, HOUR, 62},
	{"day", DAY_SPACE, MONTH_TEXT, 0, 1860},
};

static const struct step *find_step(const char *name)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (text_equal(steps[i].name, name))
			return &steps[i];
	return NULL;
}

int64_t links_series_reach(const char *step)
{
	const struct step *found = find_step(step);

	return found ? found->reach : 0;
}

static struct json_object *point_of(struct json_object *entry, int64_t at)
{
	struct json_object *point = json_object_new_object();
	char when[CLOCK_TEXT];

	clock_format_second(at, when);
	json_set_string(point, "at", when);
	json_set_integer(point, "watches", value(entry, WATCHES));
	json_set_integer(point, "reached", value(entry, REACHED));
	json_set_integer(point, "sent", value(entry, SENT));
	json_set_integer(point, "received", value(entry, RECEIVED));
	if (value(entry, REACHED) == 0)
		return point;
	json_set_integer(point, "least_us", value(entry, LEAST));
	json_set_integer(point, "median_us", value(entry, MEDIAN));
	return json_set_integer(point, "most_us", value(entry, MOST));
}

/*
 * When the entry of a row began, which is that of the day, or of the month, that begins then.
 */
static int64_t begin_of(const struct step *step, struct json_object *entry, int64_t begins)
{
	int64_t slot = value(entry, SLOT);

	return begins + (step->slot ? slot * step->slot : (slot - 1) * DAY);
}

static void add_points(struct json_object *list, struct json_object *row,
	const struct step *step, int64_t begins, int64_t since)
{
	for (size_t i = 0; i < json_length(row); i++) {
		struct json_object *entry = json_object_array_get_idx(row, i);
		int64_t at = begin_of(step, entry, begins);

		if (at >= since)
			json_object_array_add(list, point_of(entry, at));
	}
}

/* The first second of the day, or the month, of `at`. */
static int64_t period_begin(const struct step *step, int64_t at)
{
	char day[DAY_TEXT];

	cut(at, day, sizeof(day));
	at -= at % DAY;
	return step->slot ? at : at - (day_of_month(day) - 1) * DAY;
}

struct json_object *links_series_points(struct store *store, struct json_object *way,
	const char *name, int64_t since, int64_t now)
{
	const struct step *step = find_step(name);
	struct json_object *list = json_object_new_array();
	char period[DAY_TEXT];

	if (since < now - step->reach * DAY)
		since = now - step->reach * DAY;
	for (int64_t at = period_begin(step, since); at <= now;
		at = period_begin(step, at + (step->slot ? DAY : 31 * DAY))) {
		cut(at, period, step->period_size);
		AUTO_JSON struct json_object *row = row_of(store, step->space, period, way);
		add_points(list, row, step, at, since);
	}
	return list;
}

/* --- what is forgotten --- */

struct pruning {
	struct store_batch *batch;
	const char *space, *before;
};

/* Keys sort by their time. */
static int prune_key(void *argument, const char *key, const char *row, struct error *error)
{
	struct pruning *pruning = argument;

	(void)row;
	(void)error;
	if (strncmp(key, pruning->before, strlen(pruning->before)) >= 0)
		return -1;
	batch_state(pruning->batch, pruning->space, key, NULL);
	return 0;
}

static void prune(struct store_batch *batch, struct store *store, const char *space,
	int64_t before, size_t size)
{
	char period[DAY_TEXT];
	struct pruning pruning = {batch, space, period};

	cut(before, period, size);
	store_walk(store, space, prune_key, &pruning, NULL);
}

void links_series_prune(struct store_batch *batch, struct store *store,
	const struct usage_limits *limits, int64_t now)
{
	prune(batch, store, RAW_SPACE, now - limits->raw_days * DAY, DAY_TEXT);
	prune(batch, store, HOUR_SPACE, now - limits->hour_days * DAY, DAY_TEXT);
	prune(batch, store, DAY_SPACE, now - limits->day_months * 31 * DAY, MONTH_TEXT);
}
