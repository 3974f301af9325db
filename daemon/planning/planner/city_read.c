/* Reading a city: its texts are read several side by side, and taken one after the other. */
#include "planning/planner/city_read.h"
#include "base/error.h"
#include "base/gang.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MOST (256UL * 1024 * 1024) /* bytes */
#define BATCH     4096                  /* texts that are read before they are taken */
#define PORTION   64                    /* of them one after the other on one thread */

int city_parse(struct json_object **tree, const char *kind, const char *text, size_t size,
	struct error *error)
{
	struct source source = {SOURCE_JSON, kind, text, size};

	return json_parse(tree, &source, TEXT_MOST, error);
}

/* The last that was asked for is likely to be asked for again. */
const char *city_word(struct city *city, const struct skim_text *word)
{
	for (size_t i = city->words; i-- > 0;)
		if (skim_is(word, city->word[i]))
			return city->word[i];
	city->word = mem_grow(city->word, city->words, sizeof(*city->word));
	return city->word[city->words++] = skim_keep(&city->kept_texts, word);
}

/* --- kinds of texts --- */

static bool kept_read(struct city_reading *reading, const char *text, size_t size)
{
	struct error error = {0};

	return city_parse(&reading->facts, "kept", text, size, &error) == 0;
}

static int kept_take(struct city *city, struct city_reading *reading, struct error *error)
{
	(void)error;
	city->kept = mem_grow(city->kept, city->kept_count, sizeof(struct json_object *));
	city->kept[city->kept_count++] = mem_take(&reading->facts);
	return 0;
}

static bool take_number(const struct skim_text *text, int64_t *number)
{
	struct skim skim = skim_of(text->data, text->size);

	return skim_integer(&skim, number) && skim_ends(&skim);
}

static bool earlier_read(struct city_reading *reading, const char *text, size_t size)
{
	struct skim skim = skim_of(text, size);
	struct city_earlier *earlier = &reading->earlier;
	struct skim_text start, end;
	const struct skim_wanted wanted[] = {{"end", &end, true, true},
		{"host", &earlier->host, true}, {"machine", &earlier->machine, true},
		{"start", &start, true, true}, {"wave", &earlier->wave, true}, {0}};

	if (skim_object(&skim, wanted) && skim_ends(&skim) &&
		take_number(&end, &earlier->end) && take_number(&start, &earlier->start))
		return true;
	*earlier = (struct city_earlier){0};
	return false;
}

static int earlier_take(struct city *city, struct city_reading *reading, struct error *error)
{
	if (!reading->earlier.machine.data)
		return error_set(error, ERROR_INPUT, "earlier",
			"What the plan before had for a machine is not {\"end\", \"host\", "
			"\"machine\", \"start\", \"wave\"}.");
	city->earlier = mem_grow(city->earlier, city->earlier_count, sizeof(*city->earlier));
	city->earlier[city->earlier_count++] = reading->earlier;
	return 0;
}

static const struct reader {
	const char *kind;
	bool (*read)(struct city_reading *reading, const char *text, size_t size);
	int (*take)(struct city *city, struct city_reading *reading, struct error *error);
} readers[] = {{"earlier", earlier_read, earlier_take},
	{"finding", city_finding_read, city_finding_take}, {"kept", kept_read, kept_take},
	{"object", city_object_read, city_object_take}, {0}};

static const struct reader *reader_of(const char *kind)
{
	const struct reader *reader = readers;

	while (reader->kind && !text_equal(reader->kind, kind))
		reader++;
	return reader->kind ? reader : NULL;
}

/* --- one text --- */

struct piece {
	const struct reader *reader; /* NULL: the order, or of no known kind */
	struct city_text text;
	struct city_reading reading;
	bool read;
};

static void read_piece(struct piece *piece)
{
	piece->reader = reader_of(piece->text.kind);
	piece->reading = (struct city_reading){0};
	piece->read = piece->reader &&
		      piece->reader->read(&piece->reading, piece->text.data, piece->text.size);
}

static void drop_trees(struct city_reading *reading)
{
	json_put_at(&reading->facts);
	json_put_at(&reading->measures);
}

/* What is not in the canonical form is brought into it, and kept so; or it is said why not. */
static int read_again(struct city *city, struct piece *piece, struct error *error)
{
	AUTO_JSON struct json_object *tree = NULL;
	AUTO_TEXT struct text canonical = {0};
	const char *kept;

	drop_trees(&piece->reading);
	piece->reading = (struct city_reading){0};
	if (city_parse(&tree, piece->text.kind, piece->text.data, piece->text.size, error) < 0)
		return -1;
	json_canonical(&canonical, tree);
	kept = arena_bytes(&city->kept_texts, canonical.data, canonical.size);
	piece->reader->read(&piece->reading, kept, canonical.size);
	return 0;
}

static int take_order(struct city *city, const struct city_text *text, struct error *error)
{
	if (city->order || !text_equal(text->kind, "order"))
		return error_set(error, ERROR_INPUT, text->kind,
			"A text of what is to be planned is a second order, comes before it, "
			"or "
			"is of no known kind: \"%s\".",
			text->kind);
	if (city_parse(&city->order, text->kind, text->data, text->size, error) < 0)
		return -1;
	city->profile = json_member(city->order, "profile");
	city->request = json_member(city->order, "request");
	return 0;
}

static int take_piece(struct city *city, struct piece *piece, struct error *error)
{
	int taken = -1;

	if (!piece->reader || !city->order)
		return take_order(city, &piece->text, error);
	if (piece->read || read_again(city, piece, error) == 0)
		taken = piece->reader->take(city, &piece->reading, error);
	drop_trees(&piece->reading);
	return taken;
}

int city_add(
	struct city *city, const char *kind, const char *text, size_t size, struct error *error)
{
	struct piece piece = {.text = {.data = text, .size = size}};

	snprintf(piece.text.kind, CITY_KIND, "%s", kind);
	read_piece(&piece);
	return take_piece(city, &piece, error);
}

/* --- many --- */

struct batch {
	size_t count, taken; /* taken: so many are the city's, or were dropped */
	struct piece piece[BATCH];
};

/* While one batch is taken, the next is read. */
struct reading_on {
	struct city *city;
	struct city_source *source;
	struct batch *taken, *read;
	struct batch batch[2];
};

/* Returns whether there may be more; -1 when the source has failed. */
static int fill(struct batch *batch, struct city_source *source, struct error *error)
{
	int more = 1;

	batch->count = batch->taken = 0;
	while (more > 0 && batch->count < BATCH) {
		more = source->next(source->argument, &batch->piece[batch->count].text, error);
		batch->count += more > 0 ? 1 : 0;
	}
	return more;
}

static int take_batch(struct reading_on *on, struct error *error)
{
	struct batch *batch = on->taken;
	int taken = 0;

	while (batch->taken < batch->count && taken == 0) {
		on->source->count++;
		taken = take_piece(on->city, &batch->piece[batch->taken++], error);
	}
	return taken;
}

static void read_portion(struct batch *batch, size_t first)
{
	for (size_t i = first; i < batch->count && i < first + PORTION; i++)
		read_piece(&batch->piece[i]);
}

static int go_on(void *argument, size_t index, struct error *error)
{
	struct reading_on *on = argument;

	if (index == 0)
		return take_batch(on, error);
	read_portion(on->read, (index - 1) * PORTION);
	return 0;
}

/* Reads one batch beside taking the one before. */
static int turn(struct reading_on *on, struct error *error)
{
	struct batch *read = on->read;
	int result = gang_run(
		gang_processors(), 1 + (read->count + PORTION - 1) / PORTION, go_on, on, error);

	on->read = on->taken;
	on->taken = read;
	return result;
}

static void drop_rest(struct batch *batch)
{
	while (batch->taken < batch->count)
		drop_trees(&batch->piece[batch->taken++].reading);
}

/* What the source has failed at is wrong only if all before it was right. */
static int read_all(struct reading_on *on, struct error *error)
{
	struct error failed = {0};
	int more, result;

	do {
		more = fill(on->read, on->source, &failed);
		result = turn(on, error);
	} while (result == 0 && more > 0);
	if (result == 0)
		result = take_batch(on, error);
	if (result < 0 || more == 0)
		return result;
	on->source->count++;
	if (error)
		*error = failed;
	return -1;
}

int city_read(struct city *city, struct city_source *source, struct error *error)
{
	AUTO_FREE struct reading_on *on = mem_alloc(sizeof(*on));
	int result;

	*on = (struct reading_on){.city = city, .source = source};
	on->taken = &on->batch[0];
	on->read = &on->batch[1];
	result = read_all(on, error);
	drop_rest(on->taken);
	drop_rest(on->read);
	return result < 0 ? -1 : city_finish(city, error);
}
