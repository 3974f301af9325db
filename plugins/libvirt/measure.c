#include "measure.h"

#include "base/json.h"
#include "base/text.h"
#include <string.h>

/* Parameters "block.0.rd.bytes", "block.1.rd.bytes", ... of one prefix and end add up. */
static const struct {
	const char *prefix, *end, *measure;
	unsigned long long unit; /* how much of it counts as one */
} sums[] = {
	{"cpu.time", "", "cpu_time_us", 1000},
	{"block.", ".rd.bytes", "disk_read_bytes", 1},
	{"block.", ".wr.bytes", "disk_write_bytes", 1},
	{"net.", ".rx.bytes", "net_receive_bytes", 1},
	{"net.", ".tx.bytes", "net_send_bytes", 1},
};

bool measure_state(virDomainStatsRecordPtr stats, int *state)
{
	return stats &&
	       virTypedParamsGetInt(stats->params, stats->nparams, "state.state", state) == 1;
}

static bool ends(const char *text, const char *end)
{
	size_t size = strlen(text), tail = strlen(end);

	return size >= tail && text_equal(text + size - tail, end);
}

static void add(struct json_object *measures, const char *name, unsigned long long value)
{
	unsigned long long sum = (unsigned long long)json_integer(measures, name, 0);

	if (value <= JSON_INTEGER_MOST - sum)
		json_set_integer(measures, name, (int64_t)(sum + value));
}

static void add_parameter(struct json_object *measures, const virTypedParameter *parameter)
{
	if (parameter->type != VIR_TYPED_PARAM_ULLONG)
		return;
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		if (text_starts(parameter->field, sums[i].prefix) &&
			ends(parameter->field, sums[i].end))
			add(measures, sums[i].measure, parameter->value.ul / sums[i].unit);
}

/* What the guest uses, where its balloon driver tells; else what it was given. */
static void add_memory(struct json_object *measures, virDomainStatsRecordPtr stats)
{
	unsigned long long current = 0, free = 0;

	if (virTypedParamsGetULLong(
		    stats->params, stats->nparams, "balloon.current", &current) != 1)
		return;
	virTypedParamsGetULLong(stats->params, stats->nparams, "balloon.usable", &free);
	if (free < current && current <= JSON_INTEGER_MOST / 1024)
		json_set_integer(measures, "memory_used", (int64_t)(current - free) * 1024);
}

static bool is_on(int state)
{
	return state != VIR_DOMAIN_SHUTOFF && state != VIR_DOMAIN_CRASHED;
}

static void ask(struct json_object *measures, virDomainPtr domain)
{
	virDomainInfo info;

	if (virDomainGetInfo(domain, &info) < 0 || !is_on(info.state))
		return;
	add(measures, "cpu_time_us", info.cpuTime / 1000);
	if (info.memory <= JSON_INTEGER_MOST / 1024)
		json_set_integer(measures, "memory_used", (int64_t)info.memory * 1024);
}

void measure_add(
	struct json_object *measures, virDomainPtr domain, virDomainStatsRecordPtr stats)
{
	int state;

	if (measure_state(stats, &state) && !is_on(state))
		return;
	for (int i = 0; stats && i < stats->nparams; i++)
		add_parameter(measures, &stats->params[i]);
	if (stats)
		add_memory(measures, stats);
	if (!json_member(measures, "cpu_time_us"))
		ask(measures, domain);
}
