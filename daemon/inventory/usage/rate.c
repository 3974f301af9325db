#include "base/json.h"
#include "base/text.h"
#include "inventory/usage/usage_private.h"

const char *const usage_words[USAGE_METRICS] = {
	"cpu", "memory", "disk_read", "disk_write", "net_receive", "net_send"};

/* What sources call what they measure, and by what a unit of it counts in a second. */
static const struct {
	const char *measure;
	enum usage_metric metric;
	int64_t times, over;
} counters[] = {
	{"cpu_time_us", USAGE_CPU, 1, 1000},
	{"cpu_time_ns", USAGE_CPU, 1, 1000000},
	{"disk_read_bytes", USAGE_DISK_READ, 1, 1},
	{"disk_write_bytes", USAGE_DISK_WRITE, 1, 1},
	{"net_receive_bytes", USAGE_NET_RECEIVE, 8, 1},
	{"net_send_bytes", USAGE_NET_SEND, 8, 1},
};

#define COUNTERS (sizeof(counters) / sizeof(counters[0]))
#define MEMORY   "memory_used"

/* What was counted since: all of it when the counter began anew; -1 when that is not known. */
static int64_t grown(
	struct json_object *last, const char *measure, const char *host, int64_t now)
{
	int64_t before = json_integer(last, measure, -1);

	if (before < 0 || now < 0 || !text_equal(json_string(last, "host"), host))
		return -1;
	return now < before ? now : now - before;
}

static int64_t rate(size_t counter, int64_t count, int64_t seconds)
{
	int64_t scaled;

	if (__builtin_mul_overflow(count, counters[counter].times, &scaled))
		return USAGE_UNKNOWN;
	return scaled / counters[counter].over / seconds;
}

bool usage_rate(struct usage_sample *sample, struct json_object *last,
	struct json_object *measures, const char *host, int64_t at)
{
	int64_t seconds = last ? at - json_integer(last, "at", at) : 0;
	bool any;

	sample->at = at;
	for (size_t i = 0; i < USAGE_METRICS; i++)
		sample->value[i] = USAGE_UNKNOWN;
	sample->value[USAGE_MEMORY] = json_integer(measures, MEMORY, USAGE_UNKNOWN);
	any = sample->value[USAGE_MEMORY] >= 0;
	for (size_t i = 0; i < COUNTERS && seconds > 0; i++) {
		const char *measure = counters[i].measure;
		int64_t count = grown(last, measure, host, json_integer(measures, measure, -1));

		if (count < 0)
			continue;
		sample->value[counters[i].metric] = rate(i, count, seconds);
		any = true;
	}
	return any;
}

struct json_object *usage_last(struct json_object *measures, const char *host, int64_t at)
{
	struct json_object *last = json_set_integer(json_object_new_object(), "at", at);

	json_set_string(last, "host", host);
	for (size_t i = 0; i < COUNTERS; i++)
		if (json_integer(measures, counters[i].measure, -1) >= 0)
			json_set_integer(last, counters[i].measure,
				json_integer(measures, counters[i].measure, 0));
	return last;
}

bool usage_counts(struct json_object *measures)
{
	for (size_t i = 0; i < COUNTERS; i++)
		if (json_integer(measures, counters[i].measure, -1) >= 0)
			return true;
	return false;
}

void usage_strip(struct json_object *measures)
{
	if (!measures)
		return;
	json_object_object_del(measures, MEMORY);
	for (size_t i = 0; i < COUNTERS; i++)
		json_object_object_del(measures, counters[i].measure);
}
