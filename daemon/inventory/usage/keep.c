#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/spool.h"
#include "core/store.h"
#include "inventory/usage/usage_private.h"
#include <stdlib.h>
#include <string.h>

/* The day of the last sample is over: its hours and the day itself are kept from now on. */
static void roll_day(struct spool *output, struct store *store, const char *machine, int64_t at)
{
	char day[DAY_TEXT], month[MONTH_TEXT];
	AUTO_JSON struct json_object *raw = NULL, *hours = NULL, *days = NULL;
	struct usage_samples samples;

	usage_day_text(at, day);
	usage_month_text(at, month);
	raw = usage_row(store, USAGE_RAW_SPACE, day, machine);
	samples = usage_samples(raw, at - at % DAY);
	if (samples.count > 0) {
		hours = usage_hours(&samples);
		usage_keep_row(output, USAGE_HOUR_SPACE, day, machine, hours);
		days = usage_row(store, USAGE_DAY_SPACE, month, machine);
		json_object_array_add(days, usage_entry(strtoll(day + MONTH_TEXT, NULL, 10),
						    samples.list, samples.count));
		usage_keep_row(output, USAGE_DAY_SPACE, month, machine, days);
	}
	free(samples.list);
}

static void add_sample(struct spool *output, struct store *store, const char *machine,
	const struct usage_sample *sample)
{
	char day[DAY_TEXT];
	AUTO_JSON struct json_object *row = NULL;

	usage_day_text(sample->at, day);
	row = usage_row(store, USAGE_RAW_SPACE, day, machine);
	json_object_array_add(row, usage_entry(sample->at % DAY, sample, 1));
	usage_keep_row(output, USAGE_RAW_SPACE, day, machine, row);
}

/* Another host has the machine too, and does not run it. */
static bool is_idle_copy(
	struct json_object *last, struct json_object *measures, const char *host)
{
	return !usage_counts(measures) && !text_equal(json_string(last, "host"), host);
}

void usage_take(struct spool *output, struct store *store, const char *machine,
	const char *host, struct json_object *measures, int64_t at)
{
	AUTO_JSON struct json_object *last = NULL, *next = NULL;
	struct usage_sample sample;
	int64_t before;
	bool any;

	archive_state(&last, store, USAGE_LAST_SPACE, machine, NULL);
	if (is_idle_copy(last, measures, host))
		return;
	before = json_integer(last, "at", at);
	any = usage_rate(&sample, last, measures, host, at);
	/* Nothing new is known of one that is off, nor while a clock that was put back catches
	 * up. */
	if (before > at || (!any && !usage_counts(measures) && !usage_counts(last)))
		return;
	if (before / DAY < at / DAY && !json_boolean(last, USAGE_ROLLED, false))
		roll_day(output, store, machine, before);
	if (any)
		add_sample(output, store, machine, &sample);
	next = usage_last(measures, host, at);
	usage_write(output, USAGE_LAST_SPACE, machine, next);
}

/* --- those that are silent, and what is old --- */

struct rolling {
	struct spool *output;
	struct store *store;
	const struct usage_limits *limits;
	int64_t now;
};

/* The first day of which the samples stay. */
static int64_t first_day(int64_t days, int64_t now)
{
	return now / DAY * DAY - days * DAY;
}

static int roll_silent(void *argument, const char *key, const char *value, struct error *error)
{
	const struct rolling *rolling = argument;
	struct source source = {SOURCE_JSON, key, value, strlen(value)};
	AUTO_JSON struct json_object *last = NULL;
	int64_t at;

	(void)error;
	if (json_parse(&last, &source, JSON_MESSAGE, NULL) < 0)
		return 0;
	at = json_integer(last, "at", 0);
	if (at >= first_day(rolling->limits->raw_days, rolling->now) ||
		json_boolean(last, USAGE_ROLLED, false))
		return 0;
	roll_day(rolling->output, rolling->store, key, at);
	json_set_boolean(last, USAGE_ROLLED, true);
	usage_write(rolling->output, USAGE_LAST_SPACE, key, last);
	return 0;
}

void usage_roll_silent(struct spool *output, struct store *store,
	const struct usage_limits *limits, int64_t now)
{
	struct rolling rolling = {output, store, limits, now};

	store_walk(store, USAGE_LAST_SPACE, roll_silent, &rolling, NULL);
}

static void forget(struct spool *output, const char *space, const char *before)
{
	spool_add(output, space, before, strlen(before));
}

void usage_prune(struct spool *output, const struct usage_limits *limits, int64_t now)
{
	char day[DAY_TEXT], month[MONTH_TEXT];

	usage_day_text(first_day(limits->raw_days, now), day);
	forget(output, USAGE_RAW_SPACE, day);
	usage_day_text(first_day(limits->hour_days, now), day);
	forget(output, USAGE_HOUR_SPACE, day);
	usage_month_text(first_day(limits->day_months * 31, now), month);
	forget(output, USAGE_DAY_SPACE, month);
}
