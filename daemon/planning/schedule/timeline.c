#include "planning/schedule/timeline.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>

struct place {
	uint32_t chunk, point;
};

/* --- finding --- */

/* How many chunks begin at that time or before. */
static uint32_t chunks_until(const struct timeline *line, int64_t at)
{
	uint32_t low = 0, high = line->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (line->chunk[middle]->point[0].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Without a branch that nobody could foretell: this is where most of a schedule's time goes. */
static uint32_t points_until(const struct timeline_chunk *chunk, int64_t at)
{
	uint32_t first = 0;

	for (uint32_t left = chunk->count; left > 0;) {
		uint32_t half = (left + 1) / 2;

		first += chunk->point[first + half - 1].at <= at ? half : 0;
		left -= half;
	}
	return first;
}

/* The last point at that time or before; false: there is none. */
static bool find(const struct timeline *line, int64_t at, struct place *place)
{
	uint32_t chunks = chunks_until(line, at);

	if (chunks == 0)
		return false;
	place->chunk = chunks - 1;
	place->point = points_until(line->chunk[place->chunk], at) - 1;
	return true;
}

static struct timeline_point *point_at(const struct timeline *line, struct place place)
{
	return &line->chunk[place.chunk]->point[place.point];
}

/* --- changing --- */

static void note_least(struct timeline_chunk *chunk)
{
	chunk->least = chunk->point[0].used;
	for (uint32_t i = 1; i < chunk->count; i++)
		if (chunk->point[i].used < chunk->least)
			chunk->least = chunk->point[i].used;
}

static void add_chunk(struct timeline *line, uint32_t index)
{
	if ((line->count & (line->count - 1)) == 0)
		line->chunk = mem_resize(line->chunk, line->count ? 2 * (size_t)line->count : 1,
			sizeof(struct timeline_chunk *));
	memmove(&line->chunk[index + 1], &line->chunk[index],
		(line->count - index) * sizeof(struct timeline_chunk *));
	line->chunk[index] = mem_alloc(sizeof(struct timeline_chunk));
	line->count++;
}

static void drop_chunk(struct timeline *line, uint32_t index)
{
	free(line->chunk[index]);
	line->count--;
	memmove(&line->chunk[index], &line->chunk[index + 1],
		(line->count - index) * sizeof(struct timeline_chunk *));
}

static void split(struct timeline *line, uint32_t index)
{
	struct timeline_chunk *left = line->chunk[index], *right;

	add_chunk(line, index + 1);
	right = line->chunk[index + 1];
	right->count = left->count / 2;
	left->count -= right->count;
	memcpy(right->point, &left->point[left->count], right->count * sizeof(right->point[0]));
	note_least(left);
	note_least(right);
}

/* Returns where it stands. */
static struct place insert(
	struct timeline *line, struct place place, struct timeline_point point)
{
	struct timeline_chunk *chunk;

	if (line->chunk[place.chunk]->count == TIMELINE_CHUNK) {
		split(line, place.chunk);
		if (place.point > line->chunk[place.chunk]->count) {
			place.point -= line->chunk[place.chunk]->count;
			place.chunk++;
		}
	}
	chunk = line->chunk[place.chunk];
	memmove(&chunk->point[place.point + 1], &chunk->point[place.point],
		(chunk->count - place.point) * sizeof(point));
	chunk->point[place.point] = point;
	chunk->count++;
	chunk->least = point.used < chunk->least ? point.used : chunk->least;
	return place;
}

/* Makes that time a point, where it is none; what is used stays. */
static struct place cut(struct timeline *line, int64_t at)
{
	struct place place = {0, 0};
	struct timeline_point point = {at, 0};

	if (line->count == 0) {
		add_chunk(line, 0);
		line->chunk[0]->point[line->chunk[0]->count++] = point;
		return place;
	}
	if (find(line, at, &place)) {
		if (point_at(line, place)->at == at)
			return place;
		point.used = point_at(line, place)->used;
		place.point++;
	}
	return insert(line, place, point);
}

/* From a point on until before the point at `to`, which is returned. */
static struct place add(struct timeline *line, struct place place, int64_t to, int64_t amount)
{
	for (;; place.chunk++) {
		struct timeline_chunk *chunk = line->chunk[place.chunk];

		for (; place.point < chunk->count && chunk->point[place.point].at < to;
			place.point++)
			chunk->point[place.point].used += amount;
		note_least(chunk);
		if (place.point < chunk->count)
			return place;
		place.point = 0;
	}
}

static int64_t used_before(const struct timeline *line, struct place place)
{
	if (place.point > 0)
		return line->chunk[place.chunk]->point[place.point - 1].used;
	if (place.chunk == 0)
		return 0;
	return line->chunk[place.chunk - 1]
		->point[line->chunk[place.chunk - 1]->count - 1]
		.used;
}

/* A point at which nothing changes is none. */
static void mend(struct timeline *line, struct place place)
{
	struct timeline_chunk *chunk = line->chunk[place.chunk];

	if (used_before(line, place) != chunk->point[place.point].used)
		return;
	if (chunk->count == 1) {
		drop_chunk(line, place.chunk);
		return;
	}
	chunk->count--;
	memmove(&chunk->point[place.point], &chunk->point[place.point + 1],
		(chunk->count - place.point) * sizeof(chunk->point[0]));
	if (place.point == 0) /* else the one before it has as much */
		note_least(chunk);
}

void timeline_use(struct timeline *line, int64_t from, int64_t to, int64_t amount)
{
	struct place begin, end;

	if (from >= to)
		return;
	cut(line, to);
	begin = cut(line, from); /* which may shift the other, but not the other way round */
	end = add(line, begin, to, amount);
	mend(line, end);
	mend(line, begin);
}

void timeline_free(struct timeline *line)
{
	for (uint32_t i = 0; i < line->count; i++)
		free(line->chunk[i]);
	free(line->chunk);
	*line = (struct timeline){0};
}

/* --- walking --- */

static uint32_t steps_until(const struct schedule_resource *resource, int64_t at)
{
	uint32_t low = 0, high = resource->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (resource->level[middle].from <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int64_t level_of(const struct schedule_resource *resource, uint32_t step)
{
	__extension__ __int128 full = resource->full;

	return (int64_t)(full * resource->level[step].permille / 1000);
}

static int64_t next_point(const struct timeline_piece *piece)
{
	if (piece->chunk == piece->line->count)
		return SCHEDULE_NEVER;
	return piece->line->chunk[piece->chunk]->point[piece->point].at;
}

static int64_t next_step(const struct timeline_piece *piece)
{
	if (piece->step == piece->resource->count)
		return SCHEDULE_NEVER;
	return piece->resource->level[piece->step].from;
}

static void end_piece(struct timeline_piece *piece)
{
	int64_t point = next_point(piece), step = next_step(piece);

	piece->to = point < step ? point : step;
}

static void pass_point(struct timeline_piece *piece)
{
	const struct timeline_chunk *chunk = piece->line->chunk[piece->chunk];

	piece->used = chunk->point[piece->point].used;
	if (++piece->point == chunk->count) {
		piece->point = 0;
		piece->chunk++;
	}
}

void timeline_begin(struct timeline_piece *piece, const struct timeline *line,
	const struct schedule_resource *resource, int64_t from)
{
	struct place place;

	*piece = (struct timeline_piece){.from = from, .line = line, .resource = resource};
	piece->step = steps_until(resource, from);
	if (piece->step > 0)
		piece->level = level_of(resource, piece->step - 1);
	if (find(line, from, &place)) {
		piece->chunk = place.chunk;
		piece->point = place.point;
		pass_point(piece);
	}
	end_piece(piece);
}

void timeline_next(struct timeline_piece *piece)
{
	piece->from = piece->to;
	if (piece->from == SCHEDULE_NEVER)
		return;
	if (next_point(piece) == piece->from)
		pass_point(piece);
	if (next_step(piece) == piece->from)
		piece->level = level_of(piece->resource, piece->step++);
	end_piece(piece);
}

/* --- fitting --- */

/* Over a chunk in which there is never enough, also when the level is at its highest. */
static void skip_full(struct timeline_piece *piece, int64_t amount)
{
	const struct timeline *line = piece->line;
	uint32_t chunk = piece->chunk;

	if (piece->point != 1 || chunk + 1 >= line->count)
		return;
	while (chunk + 1 < line->count &&
		line->chunk[chunk]->least > piece->resource->full - amount)
		chunk++;
	if (chunk > piece->chunk)
		timeline_begin(piece, line, piece->resource, line->chunk[chunk]->point[0].at);
}

int64_t timeline_first(const struct timeline *line, const struct schedule_resource *resource,
	const struct timeline_want *want)
{
	struct timeline_piece piece;
	int64_t start = want->from;

	if (want->seconds > want->until - start)
		return SCHEDULE_NEVER;
	timeline_begin(&piece, line, resource, start);
	while (piece.from < start + want->seconds) {
		if (piece.level - piece.used < want->amount) {
			start = piece.to;
			if (start > want->until - want->seconds)
				return SCHEDULE_NEVER;
			timeline_next(&piece);
			skip_full(&piece, want->amount);
			start = piece.from;
			if (start > want->until - want->seconds)
				return SCHEDULE_NEVER;
			continue;
		}
		timeline_next(&piece);
	}
	return start;
}
