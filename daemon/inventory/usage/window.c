#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "inventory/usage/usage_private.h"

#define BITS_OF_A_BYTE 8

/* Sums over the days of which enough is known; of means, so that none is ever large. */
struct window {
	int64_t days, cpu_sum, cpu_p95, cpu_peak, bytes_sum;
	int64_t memory_peak; /* USAGE_UNKNOWN: of no day */
};

static int64_t part_of(struct json_object *point, enum usage_metric metric, const char *part)
{
	return json_integer(json_member(point, usage_words[metric]), part, USAGE_UNKNOWN);
}

static void add_day(struct window *window, struct json_object *point)
{
	int64_t cpu = part_of(point, USAGE_CPU, "mean");
	int64_t peak = part_of(point, USAGE_CPU, "most");
	int64_t usual = part_of(point, USAGE_CPU, "p95");
	int64_t memory = part_of(point, USAGE_MEMORY, "most");
	int64_t received = part_of(point, USAGE_NET_RECEIVE, "mean");
	int64_t sent = part_of(point, USAGE_NET_SEND, "mean");

	if (cpu < 0 || received < 0 || sent < 0)
		return;
	window->days++;
	window->cpu_sum += cpu;
	window->cpu_peak = peak > window->cpu_peak ? peak : window->cpu_peak;
	window->cpu_p95 = usual > window->cpu_p95 ? usual : window->cpu_p95;
	window->memory_peak = memory > window->memory_peak ? memory : window->memory_peak;
	window->bytes_sum += (received / BITS_OF_A_BYTE + sent / BITS_OF_A_BYTE) * DAY;
}

static struct json_object *window_json(const struct window *window)
{
	struct json_object *tree =
		json_set_integer(json_object_new_object(), "days", window->days);

	if (window->days == 0)
		return tree;
	json_set_integer(tree, "cpu_mean", window->cpu_sum / window->days);
	json_set_integer(tree, "cpu_peak", window->cpu_peak);
	json_set_integer(tree, "cpu_p95", window->cpu_p95);
	if (window->memory_peak != USAGE_UNKNOWN)
		json_set_integer(tree, "memory_peak", window->memory_peak);
	return json_set_integer(tree, "net_day_bytes", window->bytes_sum / window->days);
}

int usage_window(struct json_object **answer, struct store *store, const char *machine,
	int64_t since, int64_t now, struct error *error)
{
	AUTO_JSON struct json_object *usage = NULL;
	struct window window = {.memory_peak = USAGE_UNKNOWN};
	struct json_object *points;

	if (usage_read(&usage, store, machine, USAGE_DAY, since, now, error) < 0)
		return -1;
	points = json_member(usage, "points");
	for (size_t i = 0; i < json_length(points); i++)
		add_day(&window, json_object_array_get_idx(points, i));
	*answer = window_json(&window);
	return 0;
}
