#include "base/clock.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/archive.h"
#include "core/spool.h"
#include "inventory/usage/usage_private.h"
#include <string.h>

static void cut(int64_t at, char *out, size_t size)
{
	char when[CLOCK_TEXT];

	clock_format(at * CLOCK_SECOND, when);
	when[size - 1] = '\0';
	memcpy(out, when, size);
}

void usage_day_text(int64_t at, char out[DAY_TEXT])
{
	cut(at, out, DAY_TEXT);
}

void usage_month_text(int64_t at, char out[MONTH_TEXT])
{
	cut(at, out, MONTH_TEXT);
}

struct json_object *usage_row(
	struct store *store, const char *space, const char *period, const char *machine)
{
	AUTO_FREE char *key = mem_format("%s %s", period, machine);
	struct json_object *row = NULL;

	if (archive_state(&row, store, space, key, NULL) < 0 ||
		!json_object_is_type(row, json_type_array)) {
		json_object_put(row);
		row = json_object_new_array();
	}
	return row;
}

void usage_write(
	struct spool *output, const char *space, const char *key, struct json_object *value)
{
	AUTO_TEXT struct text text = {0};

	text_append(&text, key, strlen(key) + 1);
	if (value)
		json_canonical(&text, value);
	spool_add(output, space, text.data, text.size);
}

void usage_keep_row(struct spool *output, const char *space, const char *period,
	const char *machine, struct json_object *row)
{
	AUTO_FREE char *key = mem_format("%s %s", period, machine);

	usage_write(output, space, key, row);
}

struct usage_samples usage_samples(struct json_object *row, int64_t day)
{
	struct usage_samples samples = {.count = json_length(row)};

	samples.list = mem_array(samples.count + 1, sizeof(*samples.list));
	for (size_t i = 0; i < samples.count; i++) {
		struct json_object *entry = json_object_array_get_idx(row, i);

		samples.list[i].at =
			day + json_object_get_int64(json_object_array_get_idx(entry, 0));
		for (size_t j = 0; j < USAGE_METRICS; j++) {
			struct json_object *value = json_object_array_get_idx(entry, j + 1);

			samples.list[i].value[j] =
				value ? json_object_get_int64(value) : USAGE_UNKNOWN;
		}
	}
	return samples;
}
