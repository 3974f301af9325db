#include "audit/tiles.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* 1234067 is x001/x234/067. */
static void add_number(struct text *text, uint64_t index)
{
	uint64_t unit = 1;

	while (index / unit >= 1000)
		unit *= 1000;
	for (; unit > 1; unit /= 1000)
		text_format(text, "x%03u/", (unsigned)(index / unit % 1000));
	text_format(text, "%03u", (unsigned)(index % 1000));
}

void tile_path(struct text *text, unsigned level, uint64_t index, unsigned width)
{
	if (level == TILE_ENTRIES)
		text_add(text, "tile/entries/");
	else
		text_format(text, "tile/%u/", level);
	add_number(text, index);
	if (width < TILE_WIDTH)
		text_format(text, ".p/%u", width);
}

/* Reads x001/x234/067; whatever is not written so is found by writing it again. */
static const char *read_number(const char *at, uint64_t *index)
{
	*index = 0;
	for (;;) {
		const char *digits = *at == 'x' ? at + 1 : at;
		size_t count = strspn(digits, "0123456789");
		if (count != 3 || *index > UINT32_MAX)
			return NULL;
		*index = *index * 1000 + strtoul(digits, NULL, 10);
		if (digits == at)
			return at + count;
		if (digits[count] != '/')
			return NULL;
		at = digits + count + 1;
	}
}

int tile_parse(const char *path, unsigned *level, uint64_t *index, unsigned *width)
{
	AUTO_TEXT struct text again = {0};
	const char *at = path + strlen("tile/");

	if (!text_starts(path, "tile/"))
		return -1;
	*level = text_starts(at, "entries/") ? TILE_ENTRIES : (unsigned)(*at - '0');
	const char *slash = strchr(at, '/');
	at = slash && *level <= TILE_ENTRIES ? read_number(slash + 1, index) : NULL;
	if (!at)
		return -1;
	*width = text_starts(at, ".p/") ? (unsigned)strtoul(at + 3, NULL, 10) : TILE_WIDTH;
	tile_path(&again, *level, *index, *width);
	return *width > 0 && strcmp(again.data, path) == 0 ? 0 : -1;
}

static int put(const struct tiles *tiles, unsigned level, uint64_t index, unsigned width,
	const void *data, size_t size, struct error *error)
{
	AUTO_TEXT struct text path = {0};

	tile_path(&path, level, index, width);
	return tiles->sink.put(tiles->sink.argument, path.data, data, size, error);
}

/* The hash of the subtree below a full tile, which is a hash of the level above. */
static void fold(const struct tiles_level *level, uint8_t out[TREE_HASH])
{
	struct tree_frontier frontier = {0};

	for (unsigned i = 0; i < TILE_WIDTH; i++)
		frontier_append(&frontier, level->hash[i]);
	frontier_root(&frontier, out);
}

/* How many full tiles of a level there are after so many entries. */
static uint64_t full(const struct tiles *tiles, unsigned level)
{
	return level < TILE_LEVELS - 1 ? tiles->frontier.size >> (8 * level + 8) : 0;
}

/* Adds a hash to a level, and to those above while tiles become full. */
static int add_hash(struct tiles *tiles, const uint8_t leaf[TREE_HASH], struct error *error)
{
	uint8_t hash[TREE_HASH];

	memcpy(hash, leaf, TREE_HASH);
	for (unsigned i = 0; i < TILE_LEVELS; i++) {
		struct tiles_level *level = &tiles->level[i];
		memcpy(level->hash[level->count++], hash, TREE_HASH);
		if (level->count < TILE_WIDTH)
			return 0;
		if (put(tiles, i, full(tiles, i) - 1, TILE_WIDTH, level->hash,
			    sizeof(level->hash), error) < 0)
			return -1;
		fold(level, hash);
		level->count = 0;
	}
	return 0;
}

int tiles_append(struct tiles *tiles, const void *entry, size_t size, uint8_t leaf[TREE_HASH],
	struct error *error)
{
	uint8_t length[2] = {(uint8_t)(size >> 8), (uint8_t)size};
	uint8_t hash[TREE_HASH];

	assert(size <= TILE_ENTRY);
	tree_leaf(entry, size, hash);
	if (leaf)
		memcpy(leaf, hash, TREE_HASH);
	frontier_append(&tiles->frontier, hash);
	text_append(&tiles->bundle, length, sizeof(length));
	text_append(&tiles->bundle, entry, size);
	if (tiles->frontier.size % TILE_WIDTH == 0) {
		if (put(tiles, TILE_ENTRIES, full(tiles, 0) - 1, TILE_WIDTH, tiles->bundle.data,
			    tiles->bundle.size, error) < 0)
			return -1;
		text_cut(&tiles->bundle, 0, tiles->bundle.size);
	}
	return add_hash(tiles, hash, error);
}

int tiles_flush(struct tiles *tiles, struct error *error)
{
	unsigned width = tiles->level[0].count;

	if (width && put(tiles, TILE_ENTRIES, full(tiles, 0), width, tiles->bundle.data,
			     tiles->bundle.size, error) < 0)
		return -1;
	for (unsigned i = 0; i < TILE_LEVELS; i++) {
		const struct tiles_level *level = &tiles->level[i];
		if (level->count && put(tiles, i, full(tiles, i), level->count, level->hash,
					    level->count * (size_t)TREE_HASH, error) < 0)
			return -1;
	}
	return 0;
}

void tiles_clear(struct tiles *tiles)
{
	text_clear(&tiles->bundle);
	*tiles = (struct tiles){.sink = tiles->sink};
}

/*
 * Takes one bundle apart: exactly `width` entries, and nothing behind them unless it is
 * `longer`.
 */
static int scan_bundle(const struct text *bundle, const char *path, uint64_t first,
	unsigned width, bool longer, tiles_each *each, void *argument, struct error *error)
{
	const unsigned char *data = (const unsigned char *)bundle->data;
	size_t at = 0;

	for (unsigned i = 0; i < width; i++) {
		size_t left = bundle->size - at;
		size_t size = left < 2 ? 0 : (size_t)data[at] << 8 | data[at + 1];
		if (left < 2 || left - 2 < size)
			return error_set(error, ERROR_INPUT, path,
				"The bundle is cut short: it ends within entry %u of %u.",
				i + 1, width);
		if (each(argument, first + i, bundle->data + at + 2, size, error) < 0)
			return -1;
		at += 2 + size;
	}
	if (at == bundle->size || longer)
		return 0;
	return error_set(error, ERROR_INPUT, path,
		"The bundle has %zu bytes behind its %u entries.", bundle->size - at, width);
}

/* A partial bundle that is gone has become a full one meanwhile, and begins with the same. */
static int get_bundle(const struct tiles_source *source, uint64_t index, unsigned width,
	struct text *path, struct text *bundle, struct error *error)
{
	struct error why = {0};

	tile_path(path, TILE_ENTRIES, index, width);
	if (source->get(source->argument, path->data, TILE_BUNDLE, bundle, &why) == 0)
		return 0;
	if (why.code == ERROR_NOT_FOUND && width < TILE_WIDTH) {
		text_clear(path);
		text_clear(bundle);
		tile_path(path, TILE_ENTRIES, index, TILE_WIDTH);
		if (source->get(source->argument, path->data, TILE_BUNDLE, bundle, NULL) == 0)
			return 0;
	}
	if (error)
		*error = why;
	return -1;
}

int tiles_scan(const struct tiles_source *source, uint64_t size, tiles_each *each,
	void *argument, struct error *error)
{
	for (uint64_t first = 0; first < size; first += TILE_WIDTH) {
		AUTO_TEXT struct text path = {0};
		AUTO_TEXT struct text bundle = {0};
		unsigned width =
			size - first < TILE_WIDTH ? (unsigned)(size - first) : TILE_WIDTH;
		if (get_bundle(source, first / TILE_WIDTH, width, &path, &bundle, error) < 0)
			return -1;
		bool longer = width < TILE_WIDTH && !strstr(path.data, ".p/");
		if (scan_bundle(&bundle, path.data, first, width, longer, each, argument,
			    error) < 0)
			return -1;
	}
	return 0;
}
