#include "audit/publication.h"

#include <stdlib.h>
#include <string.h>

#include "audit/folder.h"
#include "base/error.h"
#include "base/memory.h"

/* The published checkpoint is by the signer's key, or there is none yet. */
static int find_published(struct publication *publication, struct error *error)
{
	AUTO_TEXT struct text note = {0};
	struct error why = {0};

	publication->published = (struct checkpoint){0};
	if (folder_get(publication->settings.folder, FOLDER_CHECKPOINT, NOTE_MOST, &note,
		    &why) < 0) {
		if (why.code == ERROR_NOT_FOUND)
			return 0;
		*error = why;
		return -1;
	}
	if (checkpoint_open(&publication->published, note.size ? note.data : "", note.size,
		    &publication->signing.key, FOLDER_CHECKPOINT, error) == 0)
		return 0;
	error->code = ERROR_REFUSED;
	return -1;
}

/* Once the key is known it lies beside the tiles. */
static int put_key(const struct publication *publication, struct error *error)
{
	AUTO_TEXT struct text line = {0};

	note_key_add(&line, &publication->signing.key);
	text_add(&line, "\n");
	return folder_put(
		publication->settings.folder, FOLDER_KEY, line.data, line.size, error);
}

/* The log as it is now must be the one that was signed, where that had this size. */
static int compare(const struct publication *publication, const char *what, uint64_t size,
	const uint8_t root[TREE_HASH], struct error *error)
{
	uint8_t own[TREE_HASH];

	if (size != publication->tiles.frontier.size)
		return 0;
	frontier_root(&publication->tiles.frontier, own);
	if (memcmp(own, root, TREE_HASH) == 0)
		return 0;
	return error_set(error, ERROR_REFUSED, "audit log",
		"The first %llu records of the store are not those that %s tells of: the store "
		"was"
		" changed, or belongs to another log.",
		(unsigned long long)size, what);
}

static int compare_both(const struct publication *publication, struct error *error)
{
	if (!publication->signing.helper.runs)
		return 0;
	if (compare(publication, "the signer", publication->signing.size,
		    publication->signing.root, error) < 0)
		return -1;
	return publication->published.size ? compare(publication, "the published checkpoint",
						     publication->published.size,
						     publication->published.root, error)
					   : 0;
}

static int start_signer(struct publication *publication, struct error *error)
{
	struct error why = {0};

	signing_end(&publication->signing);
	mem_free_at(&publication->down);
	if (signing_start(&publication->signing, &publication->settings, &why) == 0)
		return put_key(publication, error) < 0 ? -1
						       : find_published(publication, error);
	publication->down = mem_alloc(sizeof(why));
	*publication->down = why;
	return 0;
}

int publication_begin(struct publication *publication, struct error *error)
{
	tiles_clear(&publication->tiles);
	text_clear(&publication->pending);
	publication->settled = false;
	publication->tiles.sink = folder_sink(publication->settings.folder);
	if (start_signer(publication, error) < 0)
		return -1;
	return compare_both(publication, error);
}

int publication_add(
	struct publication *publication, const void *entry, size_t size, struct error *error)
{
	uint8_t leaf[TREE_HASH];

	publication->settled = false;
	if (tiles_append(&publication->tiles, entry, size, leaf, error) < 0)
		return -1;
	if (publication->tiles.frontier.size > publication->signing.size)
		text_append(&publication->pending, leaf, sizeof(leaf));
	return compare_both(publication, error);
}

static int check_size(const struct publication *publication, const char *what, uint64_t size,
	struct error *error)
{
	if (size <= publication->tiles.frontier.size)
		return 0;
	return error_set(error, ERROR_REFUSED, "audit log",
		"The store holds %llu records, and %s tells of %llu: the store was cut back, "
		"perhaps"
		" by a backup that is older than the log.",
		(unsigned long long)publication->tiles.frontier.size, what,
		(unsigned long long)size);
}

static int sign(struct publication *publication, struct error *error)
{
	struct signing *signing = &publication->signing;

	if (check_size(publication, "the signer", signing->size, error) < 0 ||
		check_size(publication, "the published checkpoint", publication->published.size,
			error) < 0 ||
		signing_extend(signing, (const uint8_t *)publication->pending.data,
			publication->pending.size / TREE_HASH, error) < 0)
		return -1;
	text_clear(&publication->pending);
	if (compare_both(publication, error) < 0 || signing->note.size == 0)
		return signing->note.size == 0 ? 0 : -1;
	return folder_put(publication->settings.folder, FOLDER_CHECKPOINT, signing->note.data,
		signing->note.size, error);
}

int publication_settle(struct publication *publication, struct error *error)
{
	if (publication->settled)
		return signing_check(&publication->signing, error);
	if (tiles_flush(&publication->tiles, error) < 0)
		return -1;
	if (publication->down) {
		*error = *publication->down;
		return -1;
	}
	if (sign(publication, error) < 0)
		return -1;
	publication->settled = true;
	return 0;
}

void publication_end(struct publication *publication)
{
	signing_end(&publication->signing);
	tiles_clear(&publication->tiles);
	text_clear(&publication->pending);
	mem_free_at(&publication->down);
}
