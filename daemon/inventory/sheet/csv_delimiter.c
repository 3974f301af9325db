#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "inventory/sheet/csv.h"

#define SAMPLE_RECORDS 64
#define SAMPLE_BYTES   (256 * 1024)

static const char candidates[] = {',', '\t', ';'};
#define CANDIDATES sizeof(candidates)

/* How many of each candidate stand in each record, outside quotes. */
struct sample {
	unsigned found[SAMPLE_RECORDS + 1][CANDIDATES];
	size_t records;
	bool quoted; /* within quotes */
	bool fresh;  /* a cell begins here, in which a quote would be one */
	bool begun;  /* there is something that a line end would end */
};

static void look_at(struct sample *sample, char byte)
{
	const char *candidate = memchr(candidates, byte, CANDIDATES);
	bool newline = byte == '\n' || byte == '\r';

	/* A doubled quote closes and opens again. */
	if (byte == '"' && (sample->quoted || sample->fresh)) {
		sample->quoted = !sample->quoted;
		sample->fresh = sample->begun = true;
		return;
	}
	if (sample->quoted)
		return;
	if (candidate)
		sample->found[sample->records][candidate - candidates]++;
	if (newline && sample->begun)
		sample->records++;
	sample->begun = !newline;
	sample->fresh = newline || candidate;
}

/* How many records have the number of candidates that most records with any have. */
static unsigned agreeing(const struct sample *sample, size_t candidate)
{
	unsigned best = 0;

	for (size_t i = 0; i < sample->records; i++) {
		unsigned same = 0;
		for (size_t j = 0; j < sample->records; j++)
			same += sample->found[j][candidate] == sample->found[i][candidate];
		if (sample->found[i][candidate] > 0 && same > best)
			best = same;
	}
	return best;
}

char csv_delimiter(const char *data, size_t size)
{
	struct sample sample = {.fresh = true};
	size_t best = 0;

	for (size_t at = 0; at < size && at < SAMPLE_BYTES; at++) {
		if (sample.records == SAMPLE_RECORDS)
			break;
		look_at(&sample, data[at]);
	}
	sample.records++; /* the last one need not end */
	for (size_t i = 1; i < CANDIDATES; i++)
		if (agreeing(&sample, i) > agreeing(&sample, best))
			best = i;
	return candidates[best];
}
