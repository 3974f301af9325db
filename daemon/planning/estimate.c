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

static struct json_object *list_terms(
	struct json_object *move, int64_t disks, int64_t memory, int64_t rate)
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
	snprintf(line, sizeof(line),
		"rate: %lld bit/s, fixed at the start and shared out to %zu disks and the "
		"memory; from the "
		"link's configured tier, which was not measured",
		(long long)rate, json_object_array_length(json_member(move, "disks")));
	add_term(terms, line);
	snprintf(line, sizeof(line),
		"besides: about %d s to open, prepare, commit and read back", OVERHEAD);
	add_term(terms, line);
	return terms;
}

/*
 * The disks are copied side by side, then the memory: each at its share of the rate. Low is a
 * copy in which holes and untouched memory cost nothing on the wire; high is one in which half
 * of the memory goes twice.
 */
struct json_object *estimate_move(const struct build *build, struct json_object *move)
{
	int64_t disks = disk_bytes(move), memory = json_integer(move, "memory", 0);
	int64_t rate = json_integer(move, "rate", 0);
	int64_t bytes_per_second = rate / 8 > 0 ? rate / 8 : 1;
	int64_t whole = (disks + memory) / bytes_per_second;
	struct json_object *estimate = json_object_new_object();

	(void)build;
	json_set_integer(estimate, "bytes", disks + memory);
	json_set_integer(estimate, "rate", rate);
	json_set_integer(estimate, "seconds_low", whole / 10 + OVERHEAD_LOW);
	json_set_integer(estimate, "seconds", whole + OVERHEAD);
	json_set_integer(estimate, "seconds_high",
		whole + memory / 2 / bytes_per_second + OVERHEAD_HIGH);
	return json_set(estimate, "terms", list_terms(move, disks, memory, rate));
}
