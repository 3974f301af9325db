/*
 * A spool: texts of any number and size in a file without a name, in memory. It carries to
 * another process, or to the writer of the store, what would be too much to be told in one
 * piece on the loop. It is filled, then sealed, and read from then on only.
 *
 *	struct spool *spool = spool_new();
 *	spool_add(spool, "object", text, size);
 *	if (spool_seal(spool, &error) == 0)
 *		for (size_t at = 0; spool_next(spool, &at, &entry, &error) > 0;)
 *			...
 */
#ifndef CORE_SPOOL_H
#define CORE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

struct error;
struct json_object;
struct spool;

/*
 * Of a descriptor that another process gave, which may lie: reading checks. It is duplicated.
 */
struct spool *spool_of(int descriptor);
struct spool *spool_new(void);
void spool_free(struct spool *spool); /* NULL is allowed */

/*
 * Gives some of it back to the system, from its end, for whom all of it at once would take too
 * long; nothing else but spool_free() is done with it then. False when there is no more: NULL
 * has none, nor what is sealed or was read.
 */
bool spool_shrink(struct spool *spool);

/* What could not be written is told by spool_flush() or spool_seal(). */
void spool_add(struct spool *spool, const char *kind, const void *data, size_t size);
void spool_add_json(struct spool *spool, const char *kind, struct json_object *tree);

/*
 * The same for one text that comes in parts, whose size is known only at its end: nothing else
 * is added meanwhile.
 */
void spool_begin(struct spool *spool, const char *kind);
void spool_more(struct spool *spool, const void *data, size_t size);
void spool_end(struct spool *spool);

/* Its descriptor, with all that was added written to it; -1 when that failed. */
int spool_flush(struct spool *spool, struct error *error);

/*
 * Nobody can change it any more, whoever has its descriptor. ERROR_FAILED when it could not be
 * written, or somebody still has it mapped for writing.
 */
int spool_seal(struct spool *spool, struct error *error);

/* One text; borrowed from the spool, and ended by no NUL. */
struct spool_entry {
	char kind[32];
	const char *data;
	size_t size;
};

/*
 * The text at `*at` (0 at first), which moves on. Returns 1, 0 at the end, -1 when it is none.
 */
int spool_next(struct spool *spool, size_t *at, struct spool_entry *entry, struct error *error);

/* The same for who reads it once and not again: what lies behind is given back on the way. */
int spool_consume(
	struct spool *spool, size_t *at, struct spool_entry *entry, struct error *error);

/*
 * Its one text as JSON, of at most `limit` bytes; `name` is what errors call it. New reference.
 * ERROR_FAILED when there is no text.
 */
int spool_json(struct json_object **tree, struct spool *spool, const char *name, size_t limit,
	struct error *error);

#endif
