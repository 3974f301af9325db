/*
 * C2SP tlog-tiles: a log as plain files, each written once and never changed. An entry bundle
 * holds 256 entries, each behind its length in two bytes; a hash tile holds 256 hashes of one
 * height of the tree (0, 8, 16, ...). The last of each kind is partial and is named by how much
 * it holds:
 *
 *	tile/entries/000       tile/entries/001.p/17
 *	tile/0/000             tile/0/001.p/17          tile/1/000.p/1
 *
 * `struct tiles` makes all of these from the entries, in order, and gives each to a sink. What
 * the sink does with it makes the difference: the publisher writes it, the verifier compares it
 * with what is there.
 */
#ifndef AUDIT_TILES_H
#define AUDIT_TILES_H

#include <stddef.h>
#include <stdint.h>

#include "audit/tree.h"
#include "base/text.h"

#define TILE_WIDTH   256
#define TILE_LEVELS  8     /* enough for 2^64 leaves */
#define TILE_ENTRY   65535 /* the longest entry, bytes */
#define TILE_BUNDLE  (TILE_WIDTH * (TILE_ENTRY + 2))
#define TILE_ENTRIES TILE_LEVELS /* stands for the level of the bundles in a path */

/* Appends the path of a tile. `width` is how much it holds, 1 to TILE_WIDTH. */
void tile_path(struct text *text, unsigned level, uint64_t index, unsigned width);

/* What a path says. Returns 0, or -1 when it is not exactly the path of a tile. */
int tile_parse(const char *path, unsigned *level, uint64_t *index, unsigned *width);

struct tiles_sink {
	int (*put)(void *argument, const char *path, const void *data, size_t size,
		struct error *error);
	void *argument;
};

struct tiles_level {
	unsigned count; /* hashes of the open tile */
	uint8_t hash[TILE_WIDTH][TREE_HASH];
};

/* Zero-initialised but for the sink is the empty log. */
struct tiles {
	struct tiles_sink sink;
	struct tree_frontier frontier;
	struct text bundle; /* the open one */
	struct tiles_level level[TILE_LEVELS];
};

/*
 * Adds an entry of at most TILE_ENTRY bytes; `leaf` (may be NULL) gets its hash. Bundles and
 * tiles that become full are put. -1 when the sink fails: the tiles are then good for nothing
 * but tiles_clear().
 */
int tiles_append(struct tiles *tiles, const void *entry, size_t size, uint8_t leaf[TREE_HASH],
	struct error *error);

/* Puts the partial ones. */
int tiles_flush(struct tiles *tiles, struct error *error);

void tiles_clear(struct tiles *tiles);

/*
 * Where published files are read from; `limit` is in bytes. ERROR_NOT_FOUND when there is none.
 * `list` calls for the path of each file below "tile", in any order, until `each` returns -1.
 */
typedef int tiles_path(void *argument, const char *path, struct error *error);
struct tiles_source {
	int (*get)(void *argument, const char *path, size_t limit, struct text *out,
		struct error *error);
	int (*list)(void *argument, tiles_path *each, void *each_argument, struct error *error);
	void *argument;
};

/*
 * Reads the bundles of a log of `size` entries and calls `each` for every entry in order; stops
 * and returns -1 when it does. ERROR_INPUT when a bundle does not hold exactly what it should.
 * A last bundle that is not there any more is read from the full one that took its place.
 */
typedef int tiles_each(
	void *argument, uint64_t index, const char *entry, size_t size, struct error *error);
int tiles_scan(const struct tiles_source *source, uint64_t size, tiles_each *each,
	void *argument, struct error *error);

#endif
