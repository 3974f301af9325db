#include "planning/build_part.h"
#include <stdio.h>

/*
 * What a copy takes besides its bytes, seconds: opening, preparing, committing, reading back.
 */
#define OVERHEAD_LOW  2
#define OVERHEAD      5
#define OVERHEAD_HIGH 15

static int64_t disk_bytes(struct json_object *move)
{
	struct json_object *disks = json_member(move, "disks");
	int64_t bytes = 0;

	for (size_t i = 0; i < json_object_array_length(disks); i++)
		bytes += json_integer(json_object_array_get_idx(disks, i), "capacity", 0);
	return bytes;
}

static void add_term(struct json_object *terms, const char *text)
{
	json_object_array_add(terms, json_object_new_string(text));
}

/* How the rate came about: a cap that is shared out, or the whole link. */
static void add_rate_term(
	struct json_object *terms, struct json_object *move, int64_t rate, int64_t measured)
{
	char line[256], seen[80];

	if (measured > 0)
		snprintf(seen, sizeof(seen), "measured was %lld bit/s", (long long)measured);
	else
		snprintf(seen, sizeof(seen), "which was not measured");
	if (json_integer(move, "rate", 0) == 0)
		snprintf(line, sizeof(line),
			"rate: %lld bit/s, %s; no cap, because no other move uses the link "
			"meanwhile",
			(long long)rate,
			measured > 0 && rate == measured
				? "as was measured, less than the link's configured tier"
			: measured > 0 ? "the link's configured tier, as much as was measured"
				       : "the link's configured tier, which was not measured");
	else
		snprintf(line, sizeof(line),
			"rate: %lld bit/s, fixed at the start and shared out to %zu disks and "
			"the memory; from "
			"the link's configured tier, %s",
			(long long)rate, json_object_array_length(json_member(move, "disks")),
			seen);
	add_term(terms, line);
}

static struct json_object *list_terms(
	struct json_object *move, int64_t disks, int64_t memory, int64_t rate, int64_t measured)
{
	struct json_object *terms = json_object_new_array();
	char line[256];

	snprintf(line, sizeof(line),
		"disks: %lld bytes, charged on their virtual size, because libvirt's cap "
		"counts holes too",
		(long long)disks);
	add_term(terms, line);
	snprintf(line, sizeof(line),
		"memory: %lld bytes, once; pages written meanwhile go again",
		(long long)memory);
	add_term(terms, line);
	add_rate_term(terms, move, rate, measured);
	snprintf(line, sizeof(line),
		"besides: about %d s to open, prepare, commit and read back", OVERHEAD);
	add_term(terms, line);
	return terms;
}

/*
 * How many parts run one after the other at the share of a cap: the disks side by side, the
 * memory.
 */
static int64_t part_seconds(struct json_object *move, int64_t bytes, int64_t rate)
{
	int64_t parts = (int64_t)json_object_array_length(json_member(move, "disks")) + 1;
	int64_t share = json_integer(move, "rate", 0) ? rate / parts : rate;

	return bytes / (share / 8 > 0 ? share / 8 : 1);
}

static int64_t largest_disk(struct json_object *move)
{
	struct json_object *disks = json_member(move, "disks");
	int64_t largest = 0;

	for (size_t i = 0; i < json_object_array_length(disks); i++) {
		int64_t bytes =
			json_integer(json_object_array_get_idx(disks, i), "capacity", 0);

		largest = bytes > largest ? bytes : largest;
	}
	return largest;
}

/*
 * The disks are copied side by side, then the memory: under a cap each at its share, else all
 * at the link's rate. Low is a copy in which holes and untouched memory cost nothing; high is
 * one in which half of the memory goes twice.
 */
struct json_object *estimate_move(
	struct json_object *link, int64_t measured, struct json_object *move)
{
	int64_t cap = json_integer(move, "rate", 0);
	int64_t tier = cap ? cap : json_integer(link, "nominal", 0);
	int64_t rate = measured > 0 && measured < tier ? measured : tier;
	int64_t disks = disk_bytes(move), memory = json_integer(move, "memory", 0);
	int64_t first = part_seconds(move, cap ? largest_disk(move) : disks, rate);
	int64_t second = part_seconds(move, memory, rate);
	struct json_object *estimate = json_object_new_object();

	json_set_integer(estimate, "bytes", disks + memory);
	json_set_integer(estimate, "rate", rate);
	json_set_integer(estimate, "seconds_low",
		(cap ? first : first / 10) + second / 10 + OVERHEAD_LOW);
	json_set_integer(estimate, "seconds", first + second + OVERHEAD);
	json_set_integer(estimate, "seconds_high", first + second + second / 2 + OVERHEAD_HIGH);
	return json_set(estimate, "terms", list_terms(move, disks, memory, rate, measured));
}
