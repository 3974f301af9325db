/*
 * Tables of the ledger on their way to banyund: those of several small files go in one request.
 */
#ifndef CLI_SENDING_H
#define CLI_SENDING_H

#include <stdbool.h>
#include <stddef.h>

struct cli;
struct error;
struct json_object;
struct sending;

#define SENDING_ENTRIES 500          /* of one request, at most */
#define SENDING_BYTES   (300 * 1024) /* of them, about */

struct sending *sending_new(struct cli *cli, bool dry);
void sending_free(struct sending *sending);

/* What became of each table, for people: filled as tables are sent. Borrowed. */
struct json_object *sending_tables(struct sending *sending);

/* Bytes of a tree in a request. */
size_t sending_size(struct json_object *tree);

/* Before the tables of a file of that name. */
int sending_begin_file(struct sending *sending, const char *file, struct error *error);

/*
 * `body` ({"kind", "entries", "withdrawn"}) is taken; what is answered is added to `table`, one
 * of sending_tables(). Errors, here and below, are those of the tables that were waiting: one
 * that was not taken in is no longer among sending_tables().
 */
int sending_add(struct sending *sending, struct json_object *body, struct json_object *table,
	struct error *error);

/* How many rows of the file are classified: `counts` ([{"department", "count"}]) is taken. */
int sending_add_counts(struct sending *sending, const char *kind, const char *file,
	struct json_object *counts, struct error *error);

/* Sends what waits. */
int sending_flush(struct sending *sending, struct error *error);

#endif
