#include "audit/tree.h"

#include <assert.h>
#include <string.h>

#include "base/digest.h"
#include "base/memory.h"

_Static_assert(TREE_HASH == DIGEST_SIZE, "the tree's hash is the digest of base");

#define SMALL 1024 /* leaves that are hashed without allocation, bytes */

void tree_leaf(const void *data, size_t size, uint8_t out[TREE_HASH])
{
	uint8_t small[SMALL + 1];
	AUTO_FREE uint8_t *large = size > SMALL ? mem_alloc(size + 1) : NULL;
	uint8_t *input = large ? large : small;

	input[0] = 0;
	if (size)
		memcpy(input + 1, data, size);
	digest_raw(input, size + 1, out);
}

void tree_node(
	const uint8_t left[TREE_HASH], const uint8_t right[TREE_HASH], uint8_t out[TREE_HASH])
{
	uint8_t input[1 + 2 * TREE_HASH] = {1};

	memcpy(input + 1, left, TREE_HASH);
	memcpy(input + 1 + TREE_HASH, right, TREE_HASH);
	digest_raw(input, sizeof(input), out);
}

void frontier_append(struct tree_frontier *frontier, const uint8_t leaf[TREE_HASH])
{
	uint8_t hash[TREE_HASH];
	unsigned height = 0;

	memcpy(hash, leaf, TREE_HASH);
	for (; frontier->size >> height & 1; height++)
		tree_node(frontier->peak[height], hash, hash);
	memcpy(frontier->peak[height], hash, TREE_HASH);
	frontier->size++;
}

void frontier_root(const struct tree_frontier *frontier, uint8_t out[TREE_HASH])
{
	bool any = false;

	digest_raw("", 0, out);
	for (unsigned height = 0; height < TREE_HEIGHTS; height++) {
		if (!(frontier->size >> height & 1))
			continue;
		if (any)
			tree_node(frontier->peak[height], out, out);
		else
			memcpy(out, frontier->peak[height], TREE_HASH);
		any = true;
	}
}

/*
 * The height of the largest complete subtree that is smaller than `leaves`, which is above 1.
 */
static unsigned split(uint64_t leaves)
{
	return 63u - (unsigned)__builtin_clzll(leaves - 1);
}

/* MTH(D[begin:end]) of the RFC; `begin` is where a subtree of that size may begin. */
static int range(const struct tree_reader *reader, uint64_t begin, uint64_t end,
	uint8_t out[TREE_HASH], struct error *error)
{
	uint64_t leaves = end - begin;
	uint8_t right[TREE_HASH];

	if ((leaves & (leaves - 1)) == 0) {
		unsigned height = (unsigned)__builtin_ctzll(leaves);
		return reader->read(reader->argument, height, begin >> height, out, error);
	}
	uint64_t middle = begin + (1ull << split(leaves));
	if (range(reader, begin, middle, out, error) < 0 ||
		range(reader, middle, end, right, error) < 0)
		return -1;
	tree_node(out, right, out);
	return 0;
}

int tree_root(const struct tree_reader *reader, uint64_t size, uint8_t out[TREE_HASH],
	struct error *error)
{
	if (size)
		return range(reader, 0, size, out, error);
	digest_raw("", 0, out);
	return 0;
}

static int add(struct tree_proof *proof, const struct tree_reader *reader, uint64_t begin,
	uint64_t end, struct error *error)
{
	return range(reader, begin, end, proof->hash[proof->count++], error);
}

/* PATH of the RFC, from the root down; turned round at the end. */
static int descend(const struct tree_reader *reader, uint64_t index, uint64_t begin,
	uint64_t end, struct tree_proof *proof, struct error *error)
{
	while (end - begin > 1) {
		uint64_t middle = begin + (1ull << split(end - begin));
		bool left = index < middle;
		if (add(proof, reader, left ? middle : begin, left ? end : middle, error) < 0)
			return -1;
		*(left ? &end : &begin) = middle;
	}
	return 0;
}

static void turn_round(struct tree_proof *proof)
{
	for (size_t i = 0, j = proof->count; i + 1 < j; i++) {
		uint8_t kept[TREE_HASH];
		j--;
		memcpy(kept, proof->hash[i], TREE_HASH);
		memcpy(proof->hash[i], proof->hash[j], TREE_HASH);
		memcpy(proof->hash[j], kept, TREE_HASH);
	}
}

int tree_prove_inclusion(const struct tree_reader *reader, uint64_t index, uint64_t size,
	struct tree_proof *proof, struct error *error)
{
	assert(index < size);
	proof->count = 0;
	if (descend(reader, index, 0, size, proof, error) < 0)
		return -1;
	turn_round(proof);
	return 0;
}

/*
 * SUBPROOF of the RFC, from the root down. `whole`: what is left is a subtree of the old
 * tree's.
 */
int tree_prove_consistency(const struct tree_reader *reader, uint64_t old, uint64_t size,
	struct tree_proof *proof, struct error *error)
{
	uint64_t begin = 0, end = size;
	bool whole = true;

	assert(old > 0 && old <= size);
	proof->count = 0;
	while (old < end) {
		uint64_t middle = begin + (1ull << split(end - begin));
		bool left = old <= middle;
		if (add(proof, reader, left ? middle : begin, left ? end : middle, error) < 0)
			return -1;
		whole = whole && left;
		*(left ? &end : &begin) = middle;
	}
	if (!whole && add(proof, reader, begin, end, error) < 0)
		return -1;
	turn_round(proof);
	return 0;
}

/* RFC 9162, 2.1.3.2. */
bool tree_check_inclusion(const struct tree_proof *proof, const uint8_t leaf[TREE_HASH],
	uint64_t index, uint64_t size, const uint8_t root[TREE_HASH])
{
	uint8_t hash[TREE_HASH];
	uint64_t at = index, last = size - 1;

	if (index >= size)
		return false;
	memcpy(hash, leaf, TREE_HASH);
	for (size_t i = 0; i < proof->count; i++) {
		if (last == 0)
			return false;
		if (at & 1 || at == last) {
			tree_node(proof->hash[i], hash, hash);
			for (; at && !(at & 1); at >>= 1)
				last >>= 1;
		} else {
			tree_node(hash, proof->hash[i], hash);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0 && memcmp(hash, root, TREE_HASH) == 0;
}

/* RFC 9162, 2.1.4.2, after its special cases. */
static bool climb(const struct tree_proof *proof, size_t from, uint64_t at, uint64_t last,
	uint8_t old[TREE_HASH], uint8_t new[TREE_HASH])
{
	for (size_t i = from; i < proof->count; i++) {
		if (last == 0)
			return false;
		if (at & 1 || at == last) {
			tree_node(proof->hash[i], old, old);
			tree_node(proof->hash[i], new, new);
			for (; at && !(at & 1); at >>= 1)
				last >>= 1;
		} else {
			tree_node(new, proof->hash[i], new);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0;
}

bool tree_check_consistency(const struct tree_proof *proof, uint64_t old,
	const uint8_t old_root[TREE_HASH], uint64_t size, const uint8_t root[TREE_HASH])
{
	uint8_t was[TREE_HASH], is[TREE_HASH];
	bool power = (old & (old - 1)) == 0;
	uint64_t at = old - 1, last = size - 1;

	if (old == 0 || old > size)
		return false;
	if (old == size)
		return proof->count == 0 && memcmp(old_root, root, TREE_HASH) == 0;
	if (!power && proof->count == 0)
		return false;
	memcpy(was, power ? old_root : proof->hash[0], TREE_HASH);
	memcpy(is, was, TREE_HASH);
	for (; at & 1; at >>= 1)
		last >>= 1;
	return climb(proof, power ? 0 : 1, at, last, was, is) &&
	       memcmp(was, old_root, TREE_HASH) == 0 && memcmp(is, root, TREE_HASH) == 0;
}
