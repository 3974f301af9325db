#include <string.h>

#include "audit/checkpoint.h"
#include "audit/folder.h"
#include "audit/log.h"
#include "base/error.h"

static int get_published(const char *folder, struct text *note, struct text *vkey,
	struct checkpoint *checkpoint, struct error *error)
{
	struct note_key key;

	if (folder_get(folder, FOLDER_KEY, NOTE_MOST, vkey, error) < 0 ||
		folder_get(folder, FOLDER_CHECKPOINT, NOTE_MOST, note, error) < 0 ||
		note_key_parse(&key, vkey->size ? vkey->data : "", FOLDER_KEY, error) < 0)
		return -1;
	return checkpoint_open(checkpoint, note->size ? note->data : "", note->size, &key,
		FOLDER_CHECKPOINT, error);
}

static int add(void *tiles, uint64_t index, const char *entry, size_t size, struct error *error)
{
	(void)index;
	return tiles_append(tiles, entry, size, NULL, error);
}

/*
 * The tiles are made from the bundles, so that damage of the original does not get into the
 * copy.
 */
static int copy_tiles(const char *folder, const char *copy, const struct checkpoint *checkpoint,
	struct error *error)
{
	struct tiles_source source = folder_source(folder);
	struct tiles tiles = {.sink = folder_sink(copy)};
	uint8_t root[TREE_HASH];
	int result = tiles_scan(&source, checkpoint->size, add, &tiles, error);

	if (result == 0)
		result = tiles_flush(&tiles, error);
	frontier_root(&tiles.frontier, root);
	tiles_clear(&tiles);
	if (result == 0 && memcmp(root, checkpoint->root, TREE_HASH) != 0)
		result = error_set(error, ERROR_FAILED, folder,
			"The published audit log is not what its checkpoint was signed for: run"
			" banyun-verify on it.");
	return result;
}

/*
 * The checkpoint comes last: a copy that was broken off has none, and nobody takes it for
 * whole.
 */
int audit_export(const char *folder, const char *copy, struct error *error)
{
	AUTO_TEXT struct text note = {0};
	AUTO_TEXT struct text vkey = {0};
	struct checkpoint checkpoint;

	if (get_published(folder, &note, &vkey, &checkpoint, error) < 0 ||
		copy_tiles(folder, copy, &checkpoint, error) < 0 ||
		folder_put(copy, FOLDER_KEY, vkey.data, vkey.size, error) < 0)
		return -1;
	return folder_put(copy, FOLDER_CHECKPOINT, note.data, note.size, error);
}
