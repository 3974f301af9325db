#include "ssh/flows.h"
#include "base/address.h"
#include "base/json.h"
#include "base/memory.h"
#include "ssh/facts.h"
#include <stdlib.h>
#include <string.h>

#define MOST_READ 4096
#define MOST_TOLD 64
#define MOST      1000000 /* connections of one kind */

struct flow {
	bool in;
	unsigned port;
	struct address address;
	unsigned long long count;
};

struct flows {
	struct flow *list;
	size_t count;
};

static void flows_free(struct flows *flows)
{
	free(flows->list);
}
#define AUTO_FLOWS __attribute__((cleanup(flows_free)))

static bool read_flow(struct span line, struct flow *flow)
{
	struct span port, address, count;
	unsigned long long number;

	if (!span_word(&line, &port) || !span_word(&line, &address) ||
		!span_word(&line, &count) || !span_number(port, 10, 65535, &number) ||
		!facts_address(address, &flow->address) ||
		!span_number(count, 10, MOST, &flow->count))
		return false;
	flow->port = (unsigned)number;
	address_unmap(&flow->address); /* a socket of both families shows IPv4 so */
	return true;
}

/* The most used first. */
static int compare(const void *left_pointer, const void *right_pointer)
{
	const struct flow *left = left_pointer, *right = right_pointer;
	int order = (left->count < right->count) - (left->count > right->count);

	if (order == 0)
		order = right->in - left->in;
	if (order == 0)
		order = (left->port > right->port) - (left->port < right->port);
	return order ? order : address_compare(&left->address, &right->address);
}

static bool add(struct flows *flows, struct span line)
{
	struct flow flow;
	struct span word;

	if (!span_word(&line, &word) || (!span_is(word, "in") && !span_is(word, "out")))
		return true;
	flow.in = span_is(word, "in");
	if (flows->count == MOST_READ || !read_flow(line, &flow))
		return false;
	if (!address_is_wide(&flow.address))
		return true;
	flows->list = mem_resize(flows->list, flows->count + 1, sizeof(*flows->list));
	flows->list[flows->count++] = flow;
	return true;
}

static void measure(const struct flow *flow, struct json_object *measures)
{
	char text[ADDRESS_TEXT];

	address_format(&flow->address, text);
	AUTO_FREE char *name =
		mem_format("flow %s %u %s", flow->in ? "in" : "out", flow->port, text);
	json_set_integer(
		measures, name, json_integer(measures, name, 0) + (int64_t)flow->count);
}

bool flows_measure(struct span lines, struct json_object *measures)
{
	AUTO_FLOWS struct flows flows = {0};
	struct span line;
	unsigned long long rest = 0;

	while (span_line(&lines, &line))
		if (!add(&flows, line))
			return false;
	if (flows.count > 0)
		qsort(flows.list, flows.count, sizeof(*flows.list), compare);
	for (size_t i = 0; i < flows.count; i++)
		if (i < MOST_TOLD)
			measure(&flows.list[i], measures);
		else
			rest += flows.list[i].count;
	if (rest > 0)
		json_set_integer(measures, "flows_left_out", (int64_t)rest);
	return true;
}
