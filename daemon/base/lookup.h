/*
 * A lookup: where in a list the entry of a key is, without walking or halving the list. It
 * holds numbers of entries only; the keys stay in the list, and who looks compares them. Equal
 * keys are found in the order in which they were added.
 *
 *	struct lookup lookup = {0};
 *	lookup_make(&lookup, count);
 *	for (uint32_t i = 0; i < count; i++)
 *		lookup_add(&lookup, lookup_hash(list[i].name), i);
 *	for (struct lookup_at at = lookup_begin(&lookup, lookup_hash(name)); lookup_next(&at);)
 *		if (text_equal(list[at.entry].name, name))
 *			return &list[at.entry];
 */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lookup {
	struct lookup_slot *slot; /* NULL: empty */
	uint32_t mask;            /* slots - 1; a power of two of them */
};

struct lookup_at {
	const struct lookup *lookup;
	uint32_t place, tag, entry;
};

/* Room for at most so many entries, below 2^30. */
void lookup_make(struct lookup *lookup, size_t count);
void lookup_free(struct lookup *lookup);
void lookup_add(struct lookup *lookup, uint64_t hash, uint32_t entry);

/* The entries that may have the key: few others than those that have it. */
struct lookup_at lookup_begin(const struct lookup *lookup, uint64_t hash);
bool lookup_next(struct lookup_at *at);

/* Of a text, of this process only: who chooses the keys cannot choose where they collide. */
uint64_t lookup_hash(const char *text);
/* Of two texts, of which the order matters. */
uint64_t lookup_hash_two(const char *first, const char *second);

#endif
