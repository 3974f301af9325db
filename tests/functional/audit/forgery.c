#include "forgery.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "audit/checkpoint.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "model/record.h"

#define START 1769903999000000LL /* the time of the first entry */
#define STEP  1500000LL

uint64_t chance_below(struct chance *chance, uint64_t bound)
{
	uint64_t mixed = chance->state += 0x9e3779b97f4a7c15ull;

	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9ull;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebull;
	return (mixed ^ mixed >> 31) % bound;
}

void entries_add(struct entries *entries, uint64_t index, int64_t skew)
{
	AUTO_FREE char *object = mem_format("move r%llu/finance-%llu",
		(unsigned long long)index / 40, (unsigned long long)index % 40);
	struct record record = {.index = index,
		.time = START + (int64_t)index * STEP + skew,
		.actor = index % 3 ? "banyund" : "uid:1001 alice",
		.source = "executor",
		.action = index % 2 ? "move.transfer" : "move.prepare",
		.object = object,
		.result = index % 4 < 2 ? AUDIT_INTENT : AUDIT_DONE};

	assert(entries->count < ENTRIES);
	record_encode(&entries->at[entries->count++], &record);
}

/* Decodes entry `at`, lets `record` differ in one thing, and writes it again. */
static void rewrite(struct entries *entries, size_t at, const uint64_t *index,
	const int64_t *time, bool forge)
{
	AUTO_RECORD struct record record = {0};
	struct text made = {0};
	struct error error = {0};

	if (record_decode(&record, entries->at[at].data, entries->at[at].size, &error) < 0)
		return; /* what was broken before stays so */
	if (index)
		record.index = *index;
	if (time)
		record.time = *time;
	if (forge)
		record.actor = strcmp(record.actor, "uid:1002 mallory") == 0
				       ? "uid:1003 trudy"
				       : "uid:1002 mallory";
	record_encode(&made, &record);
	text_clear(&entries->at[at]);
	entries->at[at] = made;
}

void entries_forge(struct entries *entries, size_t at)
{
	rewrite(entries, at, NULL, NULL, true);
}

void entries_set_index(struct entries *entries, size_t at, uint64_t index)
{
	rewrite(entries, at, &index, NULL, false);
}

void entries_set_time(struct entries *entries, size_t at, int64_t time)
{
	rewrite(entries, at, NULL, &time, false);
}

void entries_insert(struct entries *entries, size_t at, const struct text *entry)
{
	struct text copy = {0};

	assert(entries->count < ENTRIES && at <= entries->count);
	text_append(&copy, entry->data, entry->size);
	memmove(entries->at + at + 1, entries->at + at,
		(entries->count - at) * sizeof(*entries->at));
	entries->at[at] = copy;
	entries->count++;
}

void entries_remove(struct entries *entries, size_t at)
{
	text_clear(&entries->at[at]);
	entries->count--;
	memmove(entries->at + at, entries->at + at + 1,
		(entries->count - at) * sizeof(*entries->at));
	entries->at[entries->count] = (struct text){0};
}

void entries_swap(struct entries *entries, size_t left, size_t right)
{
	struct text kept = entries->at[left];

	entries->at[left] = entries->at[right];
	entries->at[right] = kept;
}

void entries_renumber(struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		entries_set_index(entries, i, i);
}

void entries_copy(struct entries *copy, const struct entries *entries, size_t count)
{
	entries_clear(copy);
	copy->count = count;
	for (size_t i = 0; i < count; i++)
		text_append(&copy->at[i], entries->at[i].data, entries->at[i].size);
}

void entries_clear(struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		text_clear(&entries->at[i]);
	entries->count = 0;
}

void entries_sign(const struct entries *entries, size_t count, const struct note_signer *signer,
	struct text *note)
{
	struct checkpoint checkpoint = {.size = count};
	struct tree_frontier frontier = {0};
	struct error error = {0};
	uint8_t leaf[TREE_HASH];

	for (size_t i = 0; i < count; i++) {
		tree_leaf(entries->at[i].data, entries->at[i].size, leaf);
		frontier_append(&frontier, leaf);
	}
	frontier_root(&frontier, checkpoint.root);
	memcpy(checkpoint.origin, signer->key.name, sizeof(checkpoint.origin));
	assert(checkpoint_sign(note, &checkpoint, signer, &error) == 0);
}

struct file *folder_file(struct memory_folder *folder, const char *path)
{
	for (size_t i = 0; i < folder->count; i++) {
		if (strcmp(folder->file[i].path, path) == 0)
			return &folder->file[i];
	}
	return NULL;
}

struct file *folder_add(struct memory_folder *folder, const char *path)
{
	struct file *file = folder_file(folder, path);

	if (!file) {
		assert(folder->count < FILES);
		file = &folder->file[folder->count++];
		snprintf(file->path, sizeof(file->path), "%s", path);
	}
	text_clear(&file->data);
	return file;
}

void folder_remove(struct memory_folder *folder, size_t at)
{
	text_clear(&folder->file[at].data);
	folder->count--;
	memmove(folder->file + at, folder->file + at + 1,
		(folder->count - at) * sizeof(*folder->file));
	folder->file[folder->count] = (struct file){0};
}

void folder_set(struct memory_folder *folder, const char *path, const struct text *data)
{
	struct file *file = folder_add(folder, path);

	text_append(&file->data, data->data, data->size);
}

static int put(
	void *folder, const char *path, const void *data, size_t size, struct error *error)
{
	(void)error;
	text_append(&folder_add(folder, path)->data, data, size);
	return 0;
}

void folder_build(struct memory_folder *folder, const struct entries *entries)
{
	struct tiles tiles = {.sink = {.put = put, .argument = folder}};
	struct error error = {0};

	for (size_t i = folder->count; i > 0; i--) {
		if (text_starts(folder->file[i - 1].path, "tile/"))
			folder_remove(folder, i - 1);
	}
	for (size_t i = 0; i < entries->count; i++)
		tiles_append(&tiles, entries->at[i].data, entries->at[i].size, NULL, &error);
	tiles_flush(&tiles, &error);
	tiles_clear(&tiles);
}

void folder_copy(struct memory_folder *copy, const struct memory_folder *folder)
{
	folder_clear(copy);
	for (size_t i = 0; i < folder->count; i++)
		folder_set(copy, folder->file[i].path, &folder->file[i].data);
}

bool folder_equal(const struct memory_folder *left, const struct memory_folder *right)
{
	if (left->count != right->count)
		return false;
	for (size_t i = 0; i < left->count; i++) {
		const struct file *one = &left->file[i];
		const struct file *two = folder_file((struct memory_folder *)right, one->path);
		if (!two || one->data.size != two->data.size ||
			memcmp(one->data.data, two->data.data, one->data.size) != 0)
			return false;
	}
	return true;
}

void folder_clear(struct memory_folder *folder)
{
	while (folder->count > 0)
		folder_remove(folder, folder->count - 1);
}

static int get(
	void *folder, const char *path, size_t limit, struct text *out, struct error *error)
{
	const struct file *file = folder_file(folder, path);

	if (!file)
		return error_set(error, ERROR_NOT_FOUND, path, "There is no such file.");
	if (file->data.size > limit)
		return error_set(error, ERROR_INPUT, path, "The file is too large.");
	if (file->data.size)
		text_append(out, file->data.data, file->data.size);
	return 0;
}

static int list(void *folder, tiles_path *each, void *argument, struct error *error)
{
	const struct memory_folder *memory = folder;
	int result = 0;

	for (size_t i = 0; result == 0 && i < memory->count; i++) {
		if (text_starts(memory->file[i].path, "tile/"))
			result = each(argument, memory->file[i].path, error);
	}
	return result;
}

struct tiles_source memory_source(struct memory_folder *folder)
{
	return (struct tiles_source){.get = get, .list = list, .argument = folder};
}
