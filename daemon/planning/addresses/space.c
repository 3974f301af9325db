#include "planning/addresses/space.h"
#include "base/memory.h"
#include "base/sorted.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

/* --- ranges --- */

static unsigned position_bytes(unsigned width)
{
	return width / 8;
}

struct range range_of(const struct address *prefix)
{
	unsigned bytes = prefix->family == 4 ? 4 : 8, width = 8 * bytes;
	struct range range = {.bits = prefix->prefix < width ? prefix->prefix : (uint8_t)width};
	struct address masked = *prefix;

	masked.prefix = range.bits;
	address_mask(&masked);
	for (unsigned i = 0; i < bytes; i++)
		range.first = range.first << 8 | masked.bytes[i];
	return range;
}

struct address range_address(const struct space *space, const struct range *range)
{
	unsigned bytes = position_bytes(space->width);
	struct address address = {.family = space->width == 32 ? 4 : 6, .prefix = range->bits};

	for (unsigned i = 0; i < bytes; i++)
		address.bytes[i] = (uint8_t)(range->first >> 8 * (bytes - 1 - i));
	return address;
}

/* The positions behind the first that a prefix of so many bits has. */
static uint64_t rest_of(const struct space *space, unsigned bits)
{
	unsigned free_bits = space->width - bits;

	return free_bits >= 64 ? UINT64_MAX : ((uint64_t)1 << free_bits) - 1;
}

uint64_t range_last(const struct space *space, const struct range *range)
{
	return range->first | rest_of(space, range->bits);
}

/* --- what is known --- */

void space_know(struct space *space, const struct address *prefix, const char *owner)
{
	space->known = mem_grow(space->known, space->known_count, sizeof(*space->known));
	space->known[space->known_count++] =
		(struct space_known){.range = range_of(prefix), .owner = owner};
}

static int compare_ranges(const struct range *left, const struct range *right)
{
	if (left->first != right->first)
		return left->first < right->first ? -1 : 1;
	return (int)left->bits - (int)right->bits;
}

static int compare_known(const void *left_pointer, const void *right_pointer)
{
	const struct space_known *left = left_pointer, *right = right_pointer;

	return compare_ranges(&left->range, &right->range);
}

void space_ready(struct space *space)
{
	if (space->known_count > 0)
		qsort(space->known, space->known_count, sizeof(*space->known), compare_known);
	for (size_t i = 0; i < space->known_count; i++)
		space->lengths[space->known[i].range.bits] = true;
}

void space_free(struct space *space)
{
	free(space->known);
	free(space->given);
	*space = (struct space){0};
}

/* The first known one that is not before the range. */
static size_t lower_known(const struct space *space, const struct range *range)
{
	const struct space_known wanted = {.range = *range};

	return sorted_first(space->known, space->known_count, sizeof(*space->known), &wanted,
		compare_known);
}

static bool is_others(const struct space_known *known, const char *owner)
{
	return !known->owner || !text_equal(known->owner, owner);
}

/* The known prefix of others that is the range or around it; NULL: none. */
static const struct space_known *known_around(
	const struct space *space, const struct range *range, const char *owner)
{
	for (unsigned bits = 0; bits <= range->bits; bits++) {
		struct range around = {range->first & ~rest_of(space, bits), (uint8_t)bits};

		if (!space->lengths[bits])
			continue;
		for (size_t i = lower_known(space, &around);
			i < space->known_count &&
			compare_ranges(&space->known[i].range, &around) == 0;
			i++)
			if (is_others(&space->known[i], owner))
				return &space->known[i];
	}
	return NULL;
}

static const struct space_known *known_within(
	const struct space *space, const struct range *range, const char *owner)
{
	uint64_t last = range_last(space, range);
	struct range from = {.first = range->first};

	for (size_t i = lower_known(space, &from); i < space->known_count; i++) {
		if (space->known[i].range.first > last)
			break;
		if (space->known[i].range.bits > range->bits &&
			is_others(&space->known[i], owner))
			return &space->known[i];
	}
	return NULL;
}

bool space_covered(const struct space *space, const struct range *range)
{
	return known_around(space, range, NULL);
}

/* --- what was given out --- */

/* The first given one that ends at the position or behind it. */
static size_t lower_given(const struct space *space, uint64_t position)
{
	size_t from = 0, to = space->given_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (range_last(space, &space->given[middle]) < position)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

void space_give(struct space *space, const struct range *range)
{
	size_t at = lower_given(space, range->first);

	space->given = mem_grow(space->given, space->given_count, sizeof(*space->given));
	memmove(space->given + at + 1, space->given + at,
		(space->given_count - at) * sizeof(*space->given));
	space->given[at] = *range;
	space->given_count++;
}

static const struct range *given_on(const struct space *space, const struct range *range)
{
	size_t at = lower_given(space, range->first);

	return at < space->given_count && space->given[at].first <= range_last(space, range)
		       ? &space->given[at]
		       : NULL;
}

bool space_conflict(
	const struct space *space, const struct range *range, const char *owner, uint64_t *last)
{
	const struct range *given = given_on(space, range);
	const struct space_known *known = NULL;

	if (!given)
		known = known_around(space, range, owner);
	if (!given && !known)
		known = known_within(space, range, owner);
	if (!given && !known)
		return false;
	*last = range_last(space, given ? given : &known->range);
	if (*last < range_last(space, range))
		*last = range_last(space, range);
	return true;
}

/* --- use --- */

static bool range_within(
	const struct space *space, const struct range *outer, const struct range *inner)
{
	return outer->bits <= inner->bits &&
	       (inner->first & ~rest_of(space, outer->bits)) == outer->first;
}

static int compare_firsts(const void *left, const void *right)
{
	return compare_ranges(left, right);
}

/* What all of them together have: of two that meet, one lies within the other. */
static uint64_t sum_up(const struct space *space, struct range *ranges, size_t count)
{
	uint64_t sum = 0, next = 0;

	if (count > 0)
		qsort(ranges, count, sizeof(*ranges), compare_firsts);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && ranges[i].first < next)
			continue;
		sum += rest_of(space, ranges[i].bits) + 1;
		next = range_last(space, &ranges[i]) + 1;
	}
	return sum;
}

uint64_t space_used(const struct space *space, const struct range *block, uint64_t *given)
{
	AUTO_FREE struct range *ranges =
		mem_array(space->known_count + space->given_count + 1, sizeof(*ranges));
	size_t count = 0;

	for (size_t i = 0; i < space->given_count; i++)
		if (range_within(space, block, &space->given[i]))
			ranges[count++] = space->given[i];
	*given = sum_up(space, ranges, count);
	for (size_t i = 0; i < space->known_count; i++) {
		const struct range *known = &space->known[i].range;

		if (range_within(space, block, known))
			ranges[count++] = *known;
		else if (range_within(space, known, block))
			ranges[count++] = *block;
	}
	return sum_up(space, ranges, count);
}

/* --- room --- */

static uint64_t slots_of(const struct range *block, uint8_t bits)
{
	return block->bits > bits ? 0 : (uint64_t)1 << (bits - block->bits);
}

/* The slot of that number within the blocks, and how many its block has from it on. */
static struct range slot_at(const struct space *space, const struct range *blocks, uint8_t bits,
	uint64_t number, uint64_t *left)
{
	while (number >= slots_of(blocks, bits))
		number -= slots_of(blocks++, bits);
	*left = slots_of(blocks, bits) - number;
	return (struct range){blocks->first + number * (rest_of(space, bits) + 1), bits};
}

bool space_find(const struct space *space, const struct range *blocks, size_t count,
	uint8_t bits, uint64_t key, struct range *found)
{
	uint64_t slots = 0, number, step, left = 0, last = 0;

	for (size_t i = 0; i < count; i++)
		slots += slots_of(&blocks[i], bits);
	number = slots ? key % slots : 0;
	for (uint64_t seen = 0; seen < slots; seen += step) {
		*found = slot_at(space, blocks, bits, number, &left);
		if (!space_conflict(space, found, NULL, &last))
			return true;
		step = (last - found->first) / (rest_of(space, bits) + 1) + 1;
		step = step < left ? step : left;
		number = (number + step) % slots;
	}
	return false;
}

bool range_lies_in(const struct range *block, const struct range *range, unsigned width)
{
	return block->bits <= range->bits &&
	       (block->bits == 0 ||
		       (block->first ^ range->first) >> (width - block->bits) == 0);
}
