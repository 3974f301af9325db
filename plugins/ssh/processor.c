/* The processors of a host. */
#include "ssh/facts.h"
#include <stdio.h>
#include <string.h>

#define MOST_CPUS 65536

/* "0-3" or "7". */
static bool read_range(struct span range, unsigned long long *count)
{
	const char *hyphen = memchr(range.data, '-', range.size);
	size_t left = hyphen ? (size_t)(hyphen - range.data) : range.size;
	unsigned long long from, to;

	if (!span_number((struct span){range.data, left}, 10, MOST_CPUS, &from))
		return false;
	to = from;
	if (hyphen && !span_number((struct span){hyphen + 1, range.size - left - 1}, 10,
			      MOST_CPUS, &to))
		return false;
	*count += to - from + 1;
	return to >= from;
}

bool facts_cpus(struct span list, unsigned long long *count)
{
	*count = 0;
	list = span_trim(list);
	while (list.size > 0) {
		const char *comma = memchr(list.data, ',', list.size);
		size_t size = comma ? (size_t)(comma - list.data) : list.size;

		if (!read_range((struct span){list.data, size}, count))
			return false;
		size += comma ? 1 : 0;
		list = (struct span){list.data + size, list.size - size};
	}
	return *count > 0 && *count <= MOST_CPUS;
}

/* ARM tells a processor by two numbers; these are the ones that government rooms have. */
static const struct {
	const char *implementer, *part, *name;
} arm[] = {
	{"0x41", "0xd08", "ARM Cortex-A72"},
	{"0x41", "0xd0c", "ARM Neoverse N1"},
	{"0x41", "0xd40", "ARM Neoverse V1"},
	{"0x41", "0xd49", "ARM Neoverse N2"},
	{"0x48", "0xd01", "HiSilicon Kunpeng 920"},
	{"0x70", "0x660", "Phytium FTC660"},
	{"0x70", "0x661", "Phytium FTC661"},
	{"0x70", "0x662", "Phytium FTC662"},
	{"0x70", "0x663", "Phytium FTC663"},
};

static bool name_arm(struct span implementer, struct span part, char *out, size_t size)
{
	if (implementer.size == 0 || part.size == 0 || implementer.size + part.size > 32)
		return false;
	snprintf(out, size, "ARM implementer %.*s part %.*s", (int)implementer.size,
		implementer.data, (int)part.size, part.data);
	for (size_t i = 0; i < sizeof(arm) / sizeof(arm[0]); i++)
		if (span_is(implementer, arm[i].implementer) && span_is(part, arm[i].part))
			snprintf(out, size, "%s", arm[i].name);
	return true;
}

/* Splits "KEY : VALUE". */
static bool read_pair(struct span line, struct span *key, struct span *value)
{
	const char *colon = memchr(line.data, ':', line.size);

	if (!colon)
		return false;
	size_t size = (size_t)(colon - line.data);
	*key = span_trim((struct span){line.data, size});
	*value = span_trim((struct span){colon + 1, line.size - size - 1});
	return true;
}

bool facts_processor(struct span lines, char *out, size_t size)
{
	struct span line, key, value, implementer = {0}, part = {0};

	while (span_line(&lines, &line)) {
		if (!read_pair(line, &key, &value))
			continue;
		if (span_is(key, "CPU implementer"))
			implementer = value;
		else if (span_is(key, "CPU part"))
			part = value;
		else if (value.size < size && value.size > 0) {
			snprintf(out, size, "%.*s", (int)value.size, value.data);
			return span_printable(value, size);
		}
	}
	return name_arm(implementer, part, out, size) &&
	       span_printable((struct span){out, strlen(out)}, size);
}
