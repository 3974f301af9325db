/*
 * The picture in the making, on the clerk's side: from what the visits of a scan brought, and
 * what the store holds of what was told, to the documents that the store has not.
 */
#ifndef INVENTORY_PICTURE_H
#define INVENTORY_PICTURE_H

#include "base/shape.h"

struct error;
struct json_object;
struct spool;
struct store;

/* The kinds of texts in the input, in any order. */
#define PICTURE_ITEM   "item"   /* {"source", "kind", "id", "facts", "measures"} */
#define PICTURE_SILENT "silent" /* {"host", "why"} */

/* What is answered: {"snapshot": its digest, "members": COUNT}. */
extern const struct shape_field picture_fields[];

/*
 * Makes the picture of that time (RFC 3339) and writes to `output` the snapshot and those of
 * its objects that the store does not hold. New reference in `*result`. ERROR_CONFLICT when
 * there is nothing to make a picture of.
 */
int picture_make(struct json_object **result, struct spool *input, struct spool *output,
	struct store *store, const char *made, struct error *error);

#endif
