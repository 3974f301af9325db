/*
 * One import on its way to banyund, in parts of bounded size: tables of several small files go
 * in one part. Nothing of it is taken in before sending_end(), then all of it is.
 */
#ifndef CLI_SENDING_H
#define CLI_SENDING_H

#include <stdbool.h>
#include <stddef.h>

struct cli;
struct error;
struct json_object;
struct sending;

#define SENDING_ENTRIES 500          /* of one part, at most */
#define SENDING_BYTES   (300 * 1024) /* of them, about */

struct sending *sending_new(struct cli *cli, bool dry);
void sending_free(struct sending *sending);

/* Each table that is on its way, for people. Borrowed. */
struct json_object *sending_tables(struct sending *sending);

/* What its rows told so far, by key, for entries_order. Borrowed. */
struct json_object *sending_seen(struct sending *sending);

/* Bytes of a tree in a request. */
size_t sending_size(struct json_object *tree);

/* Before the tables of a file. */
void sending_begin_file(struct sending *sending);

/*
 * `body` ({"kind", "entries", "withdrawn"}) is taken, and so will be `table`, one of
 * sending_tables(). Errors, here and below, are those of tables that were waiting: one that was
 * refused is no longer among sending_tables(), and is no longer a part of the import.
 */
int sending_add(struct sending *sending, struct json_object *body, struct json_object *table,
	struct error *error);

/* How many rows of the file are classified: `counts` ([{"department", "count"}]) is taken. */
int sending_add_counts(struct sending *sending, const char *kind, const char *file,
	struct json_object *counts, struct error *error);

/* The survey, which is taken; it replaces the one before. */
int sending_add_survey(
	struct sending *sending, struct json_object *survey, struct error *error);

/* Sends what waits. */
int sending_flush(struct sending *sending, struct error *error);

/*
 * Has all that was sent taken in: then each of sending_tables() holds what became of it, and
 * `*survey` what was told by the survey (new reference; NULL: there was none).
 */
int sending_end(struct sending *sending, struct json_object **survey, struct error *error);

/* After an error: whether nothing can be added any more, and nothing was taken in. */
bool sending_is_over(const struct sending *sending);

/* After an error of sending_end(): whether all may have been taken in nevertheless. */
bool sending_is_in_doubt(const struct sending *sending);

#endif
