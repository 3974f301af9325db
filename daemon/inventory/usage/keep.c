#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/config.h"
#include "core/store.h"
#include "inventory/usage/part.h"
#include <stdlib.h>

/* The day of the last sample is over: its hours and the day itself are kept from now on. */
static void roll_day(
	struct store_batch *batch, struct store *store, const char *machine, int64_t at)
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
		usage_keep_row(batch, USAGE_HOUR_SPACE, day, machine, hours);
		days = usage_row(store, USAGE_DAY_SPACE, month, machine);
		json_object_array_add(days, usage_entry(strtoll(day + MONTH_TEXT, NULL, 10),
						    samples.list, samples.count));
		usage_keep_row(batch, USAGE_DAY_SPACE, month, machine, days);
	}
	free(samples.list);
}

static void add_sample(struct store_batch *batch, struct store *store, const char *machine,
	const struct usage_sample *sample)
{
	char day[DAY_TEXT];
	AUTO_JSON struct json_object *row = NULL;

	usage_day_text(sample->at, day);
	row = usage_row(store, USAGE_RAW_SPACE, day, machine);
	json_object_array_add(row, usage_entry(sample->at % DAY, sample, 1));
	usage_keep_row(batch, USAGE_RAW_SPACE, day, machine, row);
}

/* Another host has the machine too, and does not run it. */
static bool is_idle_copy(
	struct json_object *last, struct json_object *measures, const char *host)
{
	return !usage_counts(measures) && !text_equal(json_string(last, "host"), host);
}

void usage_take(struct store_batch *batch, struct store *store, const char *machine,
	const char *host, struct json_object *measures, int64_t at)
{
	AUTO_JSON struct json_object *last = NULL, *next = NULL;
	AUTO_FREE char *value = NULL;
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
	if (before / DAY < at / DAY)
		roll_day(batch, store, machine, before);
	if (any)
		add_sample(batch, store, machine, &sample);
	next = usage_last(measures, host, at);
	value = json_canonical_string(next);
	batch_state(batch, USAGE_LAST_SPACE, machine, value);
}

void usage_prune(struct store_batch *batch, const struct usage_limits *limits, int64_t now)
{
	char day[DAY_TEXT];

	usage_day_text(now - limits->raw_days * DAY, day);
	batch_state_before(batch, USAGE_RAW_SPACE, day);
	usage_day_text(now - limits->hour_days * DAY, day);
	batch_state_before(batch, USAGE_HOUR_SPACE, day);
	usage_day_text(now - limits->day_months * 31 * DAY, day);
	batch_state_before(batch, USAGE_DAY_SPACE, day);
}
