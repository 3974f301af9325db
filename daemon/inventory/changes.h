/*
 * What has changed on hypervisors since the newest snapshot, as they told it themselves: rows
 * of the state, of each thing the last change. A snapshot is never edited; the next one takes
 * the rows away.
 */
#ifndef INVENTORY_CHANGES_H
#define INVENTORY_CHANGES_H

#include "base/shape.h"

struct error;
struct json_object;
struct store;
struct store_batch;

#define CHANGES_SHOWN 1000 /* of one answer */

/* What a plugin streams of a change: {"kind", "id" (missing for "much"), "what"}. */
extern const struct shape_field change_fields[];

/*
 * Keeps one of that host: the row is {"host", "kind", "id", "what", "time"}, for a machine that
 * was read again also "name" and "digest" (of its facts as they are now). `facts` may be NULL.
 */
void changes_keep(struct store_batch *batch, const char *host, struct json_object *change,
	struct json_object *facts);

/*
 * Forgets in the batch what was told before that time (RFC 3339), but of the hosts that are in
 * `silent` ([{"host"}]), which the snapshot of that time does not have.
 */
void changes_forget(struct store_batch *batch, struct store *store, const char *before,
	struct json_object *silent);

/* {"changes": [rows, by host], "more": whether there are others}. New reference. */
int changes_list(struct json_object **answer, struct store *store, struct error *error);

#endif
