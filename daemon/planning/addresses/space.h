/*
 * What is taken of the addresses of one family, and where there is room: prefixes that are
 * known, which may lie within one another, and those that were given out, which never do.
 * Positions are whole numbers: addresses of IPv4, networks of 64 bits of IPv6.
 */
#ifndef PLANNING_ADDRESSES_SPACE_H
#define PLANNING_ADDRESSES_SPACE_H

#include "base/address.h"

struct range {
	uint64_t first;
	uint8_t bits; /* of the prefix; at most the width of the space */
};

struct space_known {
	struct range range;
	const char *owner; /* borrowed; NULL: nobody's, kept free */
};

struct space {
	unsigned width; /* 32 or 64 */
	struct space_known *known;
	struct range *given; /* in order, disjoint */
	size_t known_count, given_count;
	bool lengths[65]; /* that known prefixes have */
};

/* The prefix as a range; one of IPv6 that is longer than 64 bits is told by its first 64. */
struct range range_of(const struct address *prefix);
struct address range_address(const struct space *space, const struct range *range);
uint64_t range_last(const struct space *space, const struct range *range);
/* Of a space of that width. */
bool range_lies_in(const struct range *block, const struct range *range, unsigned width);

void space_know(struct space *space, const struct address *prefix, const char *owner);
/* All that is known was told; before any question. */
void space_ready(struct space *space);
void space_free(struct space *space);

/*
 * Whether any of the range is taken by others than the owner (NULL: by anybody); `*last` is
 * then the last position that need not be asked about again.
 */
bool space_conflict(const struct space *space, const struct range *range, const char *owner,
	uint64_t *last);
/* Whether one known prefix has all of it. */
bool space_covered(const struct space *space, const struct range *range);
void space_give(struct space *space, const struct range *range);

/* How many positions of the block are known or given, and how many are given. */
uint64_t space_used(const struct space *space, const struct range *block, uint64_t *given);

/*
 * The first free range of so many bits within the blocks, from the place on that the key says;
 * false when there is none.
 */
bool space_find(const struct space *space, const struct range *blocks, size_t count,
	uint8_t bits, uint64_t key, struct range *found);

#endif
