/*
 * A folder of published files: tiles, checkpoint, key. A file appears whole and durable under
 * its name or not at all; one that is there with the same content is left alone.
 */
#ifndef AUDIT_FOLDER_H
#define AUDIT_FOLDER_H

#include "audit/tiles.h"

#define FOLDER_CHECKPOINT "checkpoint"
#define FOLDER_KEY        "vkey"

/*
 * Writes `folder`/`path`, making the folders on the way. When a full tile is there, the partial
 * ones of its name are removed, as C2SP allows. One writer at a time: it writes to
 * `folder`/draft first.
 */
int folder_put(const char *folder, const char *path, const void *data, size_t size,
	struct error *error);

/* Reads `folder`/`path`. The object of an error is `path`. */
int folder_get(const char *folder, const char *path, size_t limit, struct text *out,
	struct error *error);

/* The folder as sink and as source; `folder` is borrowed. */
struct tiles_sink folder_sink(const char *folder);
struct tiles_source folder_source(const char *folder);

/*
 * Moves a whole log from one folder into another of the same disk, where an older copy of it
 * may be; what else is there stays. The first folder is gone then.
 */
int folder_move(const char *from, const char *to, struct error *error);

/* Removes the folder with all that is in it, as far as that goes. */
void folder_delete(const char *folder);

#endif
