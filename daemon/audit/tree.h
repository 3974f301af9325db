/*
 * The Merkle tree of RFC 6962 over SHA-256, as C2SP's transparency logs use it: what makes one
 * hash of a whole log, and short proofs about it. Pure: no files, no allocation.
 *
 * A frontier is all that is needed to append and to know the root: the hashes of the complete
 * subtrees that the leaves so far fall into, at most one of each height. Proofs need the hash
 * of any complete subtree, which a `tree_reader` gives.
 */
#ifndef AUDIT_TREE_H
#define AUDIT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;

#define TREE_HASH    32
#define TREE_HEIGHTS 64

void tree_leaf(const void *data, size_t size, uint8_t out[TREE_HASH]);
void tree_node(
	const uint8_t left[TREE_HASH], const uint8_t right[TREE_HASH], uint8_t out[TREE_HASH]);

/* Zero-initialised is the tree without leaves. */
struct tree_frontier {
	uint64_t size;                         /* leaves */
	uint8_t peak[TREE_HEIGHTS][TREE_HASH]; /* [i] counts when bit i of size is set */
};

/* `leaf` is a hash of tree_leaf(). */
void frontier_append(struct tree_frontier *frontier, const uint8_t leaf[TREE_HASH]);
void frontier_root(const struct tree_frontier *frontier, uint8_t out[TREE_HASH]);

/*
 * Gives the hash of the complete subtree of 2^height leaves that begins at leaf index *
 * 2^height.
 */
struct tree_reader {
	int (*read)(void *argument, unsigned height, uint64_t index, uint8_t out[TREE_HASH],
		struct error *error);
	void *argument;
};

struct tree_proof {
	size_t count;
	uint8_t hash[2 * TREE_HEIGHTS][TREE_HASH]; /* from the leaf upwards */
};

/* The root of the first `size` leaves. Fails only when the reader does. */
int tree_root(const struct tree_reader *reader, uint64_t size, uint8_t out[TREE_HASH],
	struct error *error);

/* That leaf `index` (below `size`) is in the tree of `size` leaves. */
int tree_prove_inclusion(const struct tree_reader *reader, uint64_t index, uint64_t size,
	struct tree_proof *proof, struct error *error);
bool tree_check_inclusion(const struct tree_proof *proof, const uint8_t leaf[TREE_HASH],
	uint64_t index, uint64_t size, const uint8_t root[TREE_HASH]);

/* That the tree of `old` leaves (1 to `size`) is the beginning of the one of `size`. */
int tree_prove_consistency(const struct tree_reader *reader, uint64_t old, uint64_t size,
	struct tree_proof *proof, struct error *error);
bool tree_check_consistency(const struct tree_proof *proof, uint64_t old,
	const uint8_t old_root[TREE_HASH], uint64_t size, const uint8_t root[TREE_HASH]);

#endif
