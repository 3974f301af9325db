/*
 * The picture in the making, on the clerk's side: from what the visits of a scan brought, and
 * what the store holds of what was told, to the documents that the store has not.
 */
#ifndef INVENTORY_PICTURE_H
#define INVENTORY_PICTURE_H

#include "base/shape.h"
#include <stdint.h>

struct error;
struct json_object;
struct spool;
struct store;
struct usage_limits;

/*
 * The kinds of texts in the input, in any order. "at" (seconds since 1970) is of a machine
 * whose use is to be kept.
 */
#define PICTURE_ITEM   "item"   /* {"source", "kind", "id", "facts", "measures", "at"} */
#define PICTURE_SILENT "silent" /* {"host", "why"} */

struct picture_order {
	const char *made;
	int64_t now; /* seconds since 1970, for what is old */
	const struct usage_limits *usage;
};

/* What is answered: {"snapshot": its digest, "members": COUNT}. */
extern const struct shape_field picture_fields[];

/*
 * Makes the picture of that time (RFC 3339) and writes to `output` those of its objects that
 * the store does not hold, the snapshot, and then rows of what its machines used (usage.h): of
 * each as the host tells that has it in the picture. New reference in `*result`. ERROR_CONFLICT
 * when there is nothing to make a picture of; ERROR_FAILED when nobody could read it back.
 */
int picture_make(struct json_object **result, struct spool *input, struct spool *output,
	struct store *store, const struct picture_order *order, struct error *error);

#endif
