#include "audit/verify.h"

#include <stdio.h>
#include <string.h>

#include "audit/folder.h"
#include "base/clock.h"
#include "base/error.h"
#include "model/record.h"

/* The log that is made again from the entries, and what it is compared with on the way. */
struct rebuild {
	const struct verify_request *request;
	struct verify_report *report;
	struct tiles tiles;
	int64_t latest; /* of the times so far */
};

/* A sink that writes nothing: the tile must be there, byte for byte. */
static int compare(
	void *argument, const char *path, const void *data, size_t size, struct error *error)
{
	const struct tiles_source *source = &((struct rebuild *)argument)->request->source;
	AUTO_TEXT struct text there = {0};

	if (source->get(source->argument, path, TILE_BUNDLE, &there, error) < 0)
		return -1;
	if (there.size == size && memcmp(there.data, data, size) == 0)
		return 0;
	return error_set(error, ERROR_REFUSED, path,
		"The file is not what follows from the records: it was changed.");
}

static int record_error(uint64_t index, struct error *error)
{
	if (error)
		snprintf(error->object, sizeof(error->object), "record %llu",
			(unsigned long long)index);
	return -1;
}

static int check_time(struct rebuild *rebuild, const struct record *record, struct error *error)
{
	char now[CLOCK_TEXT], before[CLOCK_TEXT];

	if (record->index == 0)
		rebuild->report->first = rebuild->latest = record->time;
	rebuild->report->last = record->time;
	if (record->time < rebuild->latest - rebuild->request->allowance &&
		strcmp(record->action, VERIFY_SET_BACK) != 0) {
		clock_format(record->time, now);
		clock_format(rebuild->latest, before);
		return error_set(error, ERROR_REFUSED, NULL,
			"Its time, %s, lies before that of an earlier record, %s, and the "
			"record"
			" is not one that says the clock was set back.",
			now, before);
	}
	if (record->time > rebuild->latest || strcmp(record->action, VERIFY_SET_BACK) == 0)
		rebuild->latest = record->time;
	return 0;
}

static int check_record(struct rebuild *rebuild, uint64_t index, const char *entry, size_t size,
	struct error *error)
{
	AUTO_RECORD struct record record = {0};

	if (record_decode(&record, entry, size, error) < 0)
		return -1;
	if (record.index != index)
		return error_set(error, ERROR_REFUSED, NULL,
			"The record in this place says that it is record %llu: records were "
			"removed,"
			" added or moved.",
			(unsigned long long)record.index);
	return check_time(rebuild, &record, error);
}

/* The log as it was at the size of the checkpoint kept elsewhere must have had that root. */
static int check_against(const struct rebuild *rebuild, struct error *error)
{
	const struct checkpoint *against = &rebuild->report->against;
	uint8_t root[TREE_HASH];

	if (!rebuild->request->against || against->size != rebuild->tiles.frontier.size)
		return 0;
	frontier_root(&rebuild->tiles.frontier, root);
	if (memcmp(root, against->root, TREE_HASH) == 0)
		return 0;
	return error_set(error, ERROR_REFUSED, "checkpoint kept elsewhere",
		"The first %llu records are not those that this checkpoint was signed for: the"
		" history was rewritten.",
		(unsigned long long)against->size);
}

static int add_entry(
	void *argument, uint64_t index, const char *entry, size_t size, struct error *error)
{
	struct rebuild *rebuild = argument;

	if (check_record(rebuild, index, entry, size, error) < 0)
		return record_error(index, error);
	if (tiles_append(&rebuild->tiles, entry, size, NULL, error) < 0)
		return -1;
	return check_against(rebuild, error);
}

static int check_root(const struct rebuild *rebuild, struct error *error)
{
	uint8_t root[TREE_HASH];

	frontier_root(&rebuild->tiles.frontier, root);
	if (memcmp(root, rebuild->report->checkpoint.root, TREE_HASH) == 0)
		return 0;
	return error_set(error, ERROR_REFUSED, FOLDER_CHECKPOINT,
		"The records are not those that the checkpoint was signed for: one of them was"
		" changed, added, moved or removed.");
}

/* Whether `size` bytes are what the first `width` hashes or entries take. */
static bool has_width(const struct text *tile, unsigned level, unsigned width)
{
	const unsigned char *data = (const unsigned char *)tile->data;
	size_t at = 0;

	if (level != TILE_ENTRIES)
		return tile->size == width * (size_t)TREE_HASH;
	for (; width > 0 && tile->size - at >= 2; width--) {
		size_t size = (size_t)data[at] << 8 | data[at + 1];
		if (tile->size - at - 2 < size)
			return false;
		at += 2 + size;
	}
	return width == 0 && at == tile->size;
}

/* A partial tile of an older checkpoint: the beginning of the one that grew out of it. */
static int check_older(struct rebuild *rebuild, const char *path, unsigned level,
	uint64_t index, unsigned width, unsigned grown, struct error *error)
{
	const struct tiles_source *source = &rebuild->request->source;
	AUTO_TEXT struct text later = {0};
	AUTO_TEXT struct text now = {0};
	AUTO_TEXT struct text old = {0};

	tile_path(&later, level, index, grown);
	if (source->get(source->argument, path, TILE_BUNDLE, &old, error) < 0 ||
		source->get(source->argument, later.data, TILE_BUNDLE, &now, error) < 0)
		return -1;
	if (old.size <= now.size && has_width(&old, level, width) &&
		memcmp(old.data, now.data, old.size) == 0)
		return 0;
	return error_set(error, ERROR_REFUSED, path,
		"The file is not the beginning of %s, which grew out of it: it was changed.",
		later.data);
}

/* Nothing lies there that the checkpoint does not tell of. */
static int check_file(void *argument, const char *path, struct error *error)
{
	struct rebuild *rebuild = argument;
	uint64_t index, hashes = rebuild->tiles.frontier.size;
	unsigned level, width;

	if (tile_parse(path, &level, &index, &width) < 0)
		return error_set(
			error, ERROR_REFUSED, path, "The file is no part of an audit log.");
	hashes = level == TILE_ENTRIES ? hashes : hashes >> 8 * level;
	uint64_t full = hashes / TILE_WIDTH;
	unsigned grown = index < full ? TILE_WIDTH : (unsigned)(hashes % TILE_WIDTH);
	if (index > full || width > grown)
		return error_set(error, ERROR_REFUSED, path,
			"The file holds records that the checkpoint does not tell of: nobody"
			" signed them.");
	return width == grown ? 0
			      : check_older(rebuild, path, level, index, width, grown, error);
}

static int check_tree(struct rebuild *rebuild, struct error *error)
{
	if (check_against(rebuild, error) < 0 ||
		tiles_scan(&rebuild->request->source, rebuild->report->checkpoint.size,
			add_entry, rebuild, error) < 0 ||
		tiles_flush(&rebuild->tiles, error) < 0)
		return -1;
	if (check_root(rebuild, error) < 0)
		return -1;
	return rebuild->request->source.list(
		rebuild->request->source.argument, check_file, rebuild, error);
}

static bool same_key(const struct note_key *left, const struct note_key *right)
{
	return strcmp(left->name, right->name) == 0 && left->id == right->id &&
	       memcmp(left->public, right->public, NOTE_KEY) == 0;
}

/* The key that lies beside the log must be the one that is used, also when that was given. */
static int find_key(
	const struct verify_request *request, struct verify_report *report, struct error *error)
{
	AUTO_TEXT struct text vkey = {0};

	if (request->source.get(request->source.argument, FOLDER_KEY, NOTE_MOST, &vkey, error) <
			0 ||
		note_key_parse(&report->key, vkey.size ? vkey.data : "", FOLDER_KEY, error) < 0)
		return -1;
	if (!request->key || same_key(&report->key, request->key))
		return 0;
	report->key = *request->key;
	return error_set(error, ERROR_REFUSED, FOLDER_KEY,
		"The key that lies beside the log is not the one that was given.");
}

static int find_against(
	const struct verify_request *request, struct verify_report *report, struct error *error)
{
	if (!request->against)
		return 0;
	if (checkpoint_open(&report->against, request->against, request->against_size,
		    &report->key, "checkpoint kept elsewhere", error) < 0)
		return -1;
	if (report->against.size <= report->checkpoint.size)
		return 0;
	return error_set(error, ERROR_REFUSED, FOLDER_CHECKPOINT,
		"The log was cut back: it has %llu records, and had %llu when the checkpoint "
		"that was"
		" kept elsewhere was signed.",
		(unsigned long long)report->checkpoint.size,
		(unsigned long long)report->against.size);
}

static int find_checkpoint(
	const struct verify_request *request, struct verify_report *report, struct error *error)
{
	AUTO_TEXT struct text note = {0};

	if (request->source.get(
		    request->source.argument, FOLDER_CHECKPOINT, NOTE_MOST, &note, error) < 0)
		return -1;
	return checkpoint_open(&report->checkpoint, note.size ? note.data : "", note.size,
		&report->key, FOLDER_CHECKPOINT, error);
}

int verify_log(
	const struct verify_request *request, struct verify_report *report, struct error *error)
{
	struct rebuild rebuild = {.request = request, .report = report};

	*report = (struct verify_report){0};
	rebuild.tiles.sink = (struct tiles_sink){.put = compare, .argument = &rebuild};
	if (find_key(request, report, error) < 0 ||
		find_checkpoint(request, report, error) < 0 ||
		find_against(request, report, error) < 0)
		return -1;
	int result = check_tree(&rebuild, error);
	tiles_clear(&rebuild.tiles);
	return result;
}
