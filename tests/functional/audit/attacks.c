#include "attacks.h"

#include <stdio.h>
#include <string.h>

#include "audit/folder.h"
#include "audit/verify.h"
#include "base/memory.h"

static size_t below(struct scene *scene, size_t bound)
{
	return (size_t)chance_below(scene->chance, bound);
}

static size_t any_entry(struct scene *scene)
{
	return below(scene, scene->entries->count);
}

static struct file *any_file(struct scene *scene)
{
	struct file *file;

	do {
		file = &scene->folder->file[below(scene, scene->folder->count)];
	} while (file->data.size == 0);
	return file;
}

/* Lays the forged entries into the folder, perhaps under a checkpoint by some key. */
static void publish(struct scene *scene, const struct note_signer *signer)
{
	AUTO_TEXT struct text note = {0};

	folder_build(scene->folder, scene->entries);
	if (!signer)
		return;
	entries_sign(scene->entries, scene->entries->count, signer, &note);
	folder_set(scene->folder, FOLDER_CHECKPOINT, &note);
}

/* Without any key. */

static void flip_bits(struct scene *scene)
{
	for (size_t left = 1 + below(scene, 3); left > 0; left--) {
		struct file *file = any_file(scene);
		file->data.data[below(scene, file->data.size)] ^= (char)(1 << below(scene, 8));
	}
}

static void cut_file(struct scene *scene)
{
	struct file *file = any_file(scene);
	size_t from = below(scene, file->data.size);

	text_cut(&file->data, from, 1 + below(scene, file->data.size - from));
}

static void lengthen_file(struct scene *scene)
{
	struct file *file = any_file(scene);
	char byte = (char)(1 + below(scene,
				       8)); /* no white space, which a key may have around it */

	text_append(&file->data, &byte, 1);
}

static void delete_file(struct scene *scene)
{
	folder_remove(scene->folder, below(scene, scene->folder->count));
}

/* A partial tile as an older checkpoint might have left it, but with other content. */
static void add_file(struct scene *scene)
{
	bool hashes = below(scene, 2);
	size_t width = 1 + below(scene, 255);
	char path[64];

	snprintf(path, sizeof(path), "tile/%s/000.p/%zu", hashes ? "0" : "entries", width);
	if (folder_file(scene->folder, path))
		return;
	struct file *file = folder_add(scene->folder, path);
	for (size_t i = 0; i < width * (hashes ? TREE_HASH : 300); i++) {
		char byte = (char)below(scene, 256);
		text_append(&file->data, &byte, 1);
	}
}

static void swap_files(struct scene *scene)
{
	struct file *left = any_file(scene), *right = any_file(scene);
	struct text kept = left->data;

	left->data = right->data;
	right->data = kept;
}

static void shift_boundary(struct scene *scene)
{
	struct file *file;

	do {
		file = any_file(scene);
	} while (!text_starts(file->path, "tile/entries/"));
	file->data.data[below(scene, 2)] ^= (char)(1 << below(scene, 8));
}

static void change_record(struct scene *scene)
{
	entries_forge(scene->entries, any_entry(scene));
	publish(scene, NULL);
}

static void remove_record(struct scene *scene)
{
	entries_remove(scene->entries, any_entry(scene));
	if (below(scene, 2))
		entries_renumber(scene->entries);
	publish(scene, NULL);
}

/* One is removed and another takes its place, so that the number is right again. */
static void replace_record(struct scene *scene)
{
	size_t at = any_entry(scene), from = any_entry(scene);

	entries_insert(scene->entries, at, &scene->honest->at[from]);
	entries_remove(scene->entries, at + 1);
	if (below(scene, 2))
		entries_set_index(scene->entries, at, at);
	publish(scene, NULL);
}

static void duplicate_record(struct scene *scene)
{
	size_t at = any_entry(scene);

	entries_insert(scene->entries, at, &scene->honest->at[at]);
	if (below(scene, 2))
		entries_renumber(scene->entries);
	publish(scene, NULL);
}

static void reorder_records(struct scene *scene)
{
	entries_swap(scene->entries, any_entry(scene), any_entry(scene));
	if (below(scene, 2))
		entries_renumber(scene->entries);
	publish(scene, NULL);
}

static void shift_indices(struct scene *scene)
{
	for (size_t i = any_entry(scene); i < scene->entries->count; i++)
		entries_set_index(scene->entries, i, i + 1);
	publish(scene, NULL);
}

static void append_record(struct scene *scene)
{
	entries_add(scene->entries, scene->entries->count, 0);
	publish(scene, NULL);
}

/*
 * The size or root of an older checkpoint under the signature of the newer one, and the
 * reverse.
 */
static void mix_checkpoints(struct scene *scene)
{
	struct file *file = folder_file(scene->folder, FOLDER_CHECKPOINT);
	AUTO_TEXT struct text old = {0};
	AUTO_TEXT struct text mixed = {0};
	size_t size = 1 + below(scene, scene->honest->count - 1);

	entries_sign(scene->honest, size, scene->key, &old);
	const char *old_end = strstr(old.data, "\n\n"),
		   *new_end = strstr(file->data.data, "\n\n");
	if (below(scene, 2)) { /* old body, new signature */
		text_append(&mixed, old.data, (size_t)(old_end - old.data));
		text_add(&mixed, new_end);
	} else { /* new body, old signature */
		text_append(&mixed, file->data.data, (size_t)(new_end - file->data.data));
		text_add(&mixed, old_end);
	}
	entries_clear(scene->entries);
	folder_set(scene->folder, FOLDER_CHECKPOINT, &mixed);
}

/* A signed checkpoint that is genuine, with tiles that are of another size. */
static void older_checkpoint_alone(struct scene *scene)
{
	AUTO_TEXT struct text old = {0};
	size_t size = 1 + below(scene, scene->honest->count - 1);

	entries_sign(scene->honest, scene->honest->count, scene->key, scene->against);
	entries_sign(scene->honest, size, scene->key, &old);
	folder_set(scene->folder, FOLDER_CHECKPOINT, &old);
}

/* With a key of the forger's own. */

static void sign_with_rogue(struct scene *scene)
{
	AUTO_TEXT struct text vkey = {0};

	if (below(scene, 2))
		entries_forge(scene->entries, any_entry(scene));
	publish(scene, scene->rogue);
	if (below(scene, 2)) {
		note_key_add(&vkey, &scene->rogue->key);
		folder_set(scene->folder, FOLDER_KEY, &vkey);
	}
}

/* With the true key: what the insider cannot hide, or only from whoever kept no checkpoint. */

static void cut_back(struct scene *scene)
{
	size_t keep = 1 + below(scene, scene->honest->count - 1);

	entries_sign(scene->honest, scene->honest->count, scene->key, scene->against);
	entries_copy(scene->entries, scene->honest, keep);
	publish(scene, scene->key);
}

static void rewrite_history(struct scene *scene)
{
	size_t kept = 1 + below(scene, scene->honest->count);

	entries_sign(scene->honest, kept, scene->key, scene->against);
	entries_forge(scene->entries, below(scene, kept));
	publish(scene, scene->key);
}

static void insider_gap(struct scene *scene)
{
	size_t at = below(scene, scene->entries->count - 1);

	entries_remove(scene->entries, at);
	publish(scene, scene->key);
}

static void insider_time(struct scene *scene)
{
	int64_t back = VERIFY_ALLOWANCE + 1 + (int64_t)below(scene, 1000000000);
	size_t at = 1 + below(scene, scene->entries->count - 1);

	entries_set_time(
		scene->entries, at, 1769903999000000LL + (int64_t)(at - 1) * 1500000 - back);
	publish(scene, scene->key);
}

/* A member too many, one too few, or white space. */
static void insider_shape(struct scene *scene)
{
	static const char *const from[] = {"\"reason\":\"\",", "\"reason\":\"\",", "{", ":"};
	static const char *const to[] = {
		"", "\"reason\":\"\",\"remark\":\"\",", "{\"aaa\":1,", ": "};
	struct text *entry = &scene->entries->at[any_entry(scene)];
	size_t way = below(scene, 4);
	size_t at = (size_t)(strstr(entry->data, from[way]) - entry->data);
	AUTO_TEXT struct text tail = {0};

	text_add(&tail, entry->data + at + strlen(from[way]));
	text_cut(entry, at, entry->size - at);
	text_add(entry, to[way]);
	text_append(entry, tail.data, tail.size);
	publish(scene, scene->key);
}

const struct attack attacks[] = {
	{"bits flipped in any file", 1, flip_bits},
	{"file cut", 1, cut_file},
	{"file lengthened", 1, lengthen_file},
	{"file deleted", 1, delete_file},
	{"file added", 1, add_file},
	{"two files swapped", 2, swap_files},
	{"boundary of an entry moved", 1, shift_boundary},
	{"record changed, tiles made again", 1, change_record},
	{"record removed, tiles made again", 1, remove_record},
	{"record replaced by another", 2, replace_record},
	{"record duplicated", 1, duplicate_record},
	{"records reordered", 2, reorder_records},
	{"indices shifted", 1, shift_indices},
	{"record appended that nobody signed", 1, append_record},
	{"checkpoints mixed", 2, mix_checkpoints},
	{"older checkpoint over newer tiles", 2, older_checkpoint_alone},
	{"signed with another key", 1, sign_with_rogue},
	{"cut back with an older checkpoint (--against)", 2, cut_back},
	{"history rewritten by the key's holder (--against)", 2, rewrite_history},
	{"gap signed by the key's holder", 2, insider_gap},
	{"time set back by the key's holder", 2, insider_time},
	{"malformed record signed by the key's holder", 1, insider_shape},
	{NULL, 0, NULL},
};
