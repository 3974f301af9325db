/*
 * The journal of a move: its state as a row of the store and its records in the audit log, both
 * in one transaction. What was recorded is what a boot continues from.
 */
#ifndef EXECUTION_JOURNAL_H
#define EXECUTION_JOURNAL_H

#include "execution/move.h"

#define MOVE_SPACE "move"
#define RUN_SPACE  "run"

struct error;
struct json_object;
struct store_batch;

/* The state as JSON with a member for each integer of struct move. New reference. */
struct json_object *journal_encode(const struct move *move);
/* ERROR_INPUT when a member is missing or does not fit. */
int journal_decode(struct move *move, struct json_object *tree, struct error *error);

/* The store's key: "RUN MOVE". The caller frees. */
char *journal_key(const char *run, const char *move);

#endif
