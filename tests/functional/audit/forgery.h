/*
 * The tamper tool's workshop: logs that are held in memory as entries, folders that are held in
 * memory as files, and ways to make the second out of the first with any key. What a forger
 * has.
 */
#ifndef FORGERY_H
#define FORGERY_H

#include <stdbool.h>

#include "audit/note.h"
#include "audit/tiles.h"
#include "base/text.h"

#define ENTRIES 640 /* the most of a log */
#define FILES   32  /* the most of a folder */

struct entries {
	struct text at[ENTRIES];
	size_t count;
};

struct file {
	char path[64];
	struct text data;
};

struct memory_folder {
	struct file file[FILES];
	size_t count;
};

/* Random numbers that follow from the seed alone. */
struct chance {
	uint64_t state;
};
uint64_t chance_below(struct chance *chance, uint64_t bound);

/* Appends entry `index` of an honest log, `skew` microseconds late. */
void entries_add(struct entries *entries, uint64_t index, int64_t skew);
/*
 * Replaces the entry by one with another text in one of its members; of the same index and
 * time.
 */
void entries_forge(struct entries *entries, size_t at);
/* Replaces entry `at`'s index, or its time (microseconds). */
void entries_set_index(struct entries *entries, size_t at, uint64_t index);
void entries_set_time(struct entries *entries, size_t at, int64_t time);
void entries_insert(struct entries *entries, size_t at, const struct text *entry);
void entries_remove(struct entries *entries, size_t at);
void entries_swap(struct entries *entries, size_t left, size_t right);
/* Makes the indices gapless again. */
void entries_renumber(struct entries *entries);
/* The first `count` entries in place of what the copy held. */
void entries_copy(struct entries *copy, const struct entries *entries, size_t count);
void entries_clear(struct entries *entries);

/* Appends the checkpoint of the first `count` entries. */
void entries_sign(const struct entries *entries, size_t count, const struct note_signer *signer,
	struct text *note);

struct file *folder_file(struct memory_folder *folder, const char *path); /* NULL if none */
struct file *folder_add(struct memory_folder *folder, const char *path);  /* made empty */
void folder_remove(struct memory_folder *folder, size_t at);
/* Replaces all tiles by those of the entries; leaves key and checkpoint alone. */
void folder_build(struct memory_folder *folder, const struct entries *entries);
void folder_set(struct memory_folder *folder, const char *path, const struct text *data);
void folder_copy(struct memory_folder *copy, const struct memory_folder *folder);
bool folder_equal(const struct memory_folder *left, const struct memory_folder *right);
void folder_clear(struct memory_folder *folder);
struct tiles_source memory_source(struct memory_folder *folder);

#endif
