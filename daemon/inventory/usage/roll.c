#include "base/clock.h"
#include "base/json.h"
#include "base/memory.h"
#include "inventory/usage/usage_private.h"
#include <stdlib.h>

static int compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

static size_t known_values(int64_t *values, const struct usage_sample *samples, size_t count,
	enum usage_metric metric)
{
	size_t known = 0;

	for (size_t i = 0; i < count; i++)
		if (samples[i].value[metric] >= 0)
			values[known++] = samples[i].value[metric];
	qsort(values, known, sizeof(*values), compare);
	return known;
}

/* Each mean is made of quotients and rests, so that no sum overflows. */
static int64_t mean(const int64_t *values, size_t count)
{
	int64_t whole = 0, rest = 0, divisor = (int64_t)count;

	for (size_t i = 0; i < count; i++) {
		whole += values[i] / divisor;
		rest += values[i] % divisor;
	}
	return whole + rest / divisor;
}

static struct usage_span roll_up(
	const struct usage_sample *samples, size_t count, enum usage_metric metric)
{
	AUTO_FREE int64_t *values = mem_array(count + 1, sizeof(*values));
	size_t known = known_values(values, samples, count, metric);

	if (known == 0)
		return (struct usage_span){
			USAGE_UNKNOWN, USAGE_UNKNOWN, USAGE_UNKNOWN, USAGE_UNKNOWN};
	return (struct usage_span){.least = values[0],
		.mean = mean(values, known),
		.p95 = values[(known * 95 + 99) / 100 - 1],
		.most = values[known - 1]};
}

static void add(struct json_object *list, int64_t value)
{
	json_object_array_add(list, json_object_new_int64(value));
}

static void add_span(struct json_object *entry, const struct usage_span *span)
{
	struct json_object *four;

	if (span->least == span->most) {
		add(entry, span->most);
		return;
	}
	four = json_object_new_array_ext(4);
	add(four, span->least);
	add(four, span->mean);
	add(four, span->p95);
	add(four, span->most);
	json_object_array_add(entry, four);
}

struct json_object *usage_entry(int64_t slot, const struct usage_sample *samples, size_t count)
{
	struct json_object *entry = json_object_new_array_ext(1 + USAGE_METRICS);

	add(entry, slot);
	for (enum usage_metric metric = 0; metric < USAGE_METRICS; metric++) {
		struct usage_span span = roll_up(samples, count, metric);

		add_span(entry, &span);
	}
	return entry;
}

static int64_t part_of(struct json_object *value, size_t index)
{
	if (json_object_is_type(value, json_type_array))
		value = json_object_array_get_idx(value, index);
	return json_object_get_int64(value);
}

struct json_object *usage_point(int64_t at, struct json_object *entry)
{
	static const char *const parts[] = {"least", "mean", "p95", "most"};
	struct json_object *point = json_object_new_object();
	char when[CLOCK_TEXT];

	clock_format(at * CLOCK_SECOND, when);
	json_set_string(point, "at", when);
	for (size_t i = 0; i < USAGE_METRICS; i++) {
		struct json_object *value = json_object_array_get_idx(entry, i + 1);
		struct json_object *four = json_object_new_object();

		for (size_t j = 0; j < 4; j++)
			json_set_integer(four, parts[j], part_of(value, j));
		if (value && part_of(value, 0) >= 0)
			json_set(point, usage_words[i], four);
		else
			json_object_put(four);
	}
	return point;
}

struct json_object *usage_hours(const struct usage_samples *day)
{
	struct json_object *hours = json_object_new_array();

	for (size_t from = 0, to; from < day->count; from = to) {
		int64_t hour = day->list[from].at / HOUR;

		for (to = from + 1; to < day->count && day->list[to].at / HOUR == hour;)
			to++;
		json_object_array_add(
			hours, usage_entry(hour % 24, day->list + from, to - from));
	}
	return hours;
}
