/*
 * The snapshot: what was found and told at one time. It is a manifest, a list of (kind, id,
 * digest) sorted by kind and id; the objects are stored by content. Where and when each was
 * seen, and measures that change by themselves, lie in the membership row and count for no
 * difference.
 */
#ifndef MODEL_SNAPSHOT_H
#define MODEL_SNAPSHOT_H

#include "base/digest.h"
#include "base/shape.h"

struct error;
struct text;

/* {"kind": "snapshot", "schema": 1, "made", "members": [...], "silent": [...]} */
extern const struct shape_field snapshot_fields[];

/* A new, empty snapshot of that time (RFC 3339). New reference. */
struct json_object *snapshot_new(const char *made);

/*
 * Adds one object; its facts' digest is computed. Facts and measures are shared: nobody changes
 * them any more. Facts of a (kind, id) that is there already
 * are joined to it (model/tellers.h); of measures the first teller's are kept.
 */
void snapshot_add(struct json_object *snapshot, struct json_object *objects, const char *kind,
	const char *id, struct json_object *facts, struct json_object *measures,
	const char *source, const char *seen);

/* A host that did not answer, with why. */
void snapshot_add_silent(struct json_object *snapshot, const char *host, const char *why);

/* Gives a member another kind and id; before snapshot_finish(). */
void snapshot_rename(struct json_object *snapshot, struct json_object *member, const char *kind,
	const char *id);

/* Sorts the members and makes it a document; after it nothing is added. */
void snapshot_finish(struct json_object *snapshot);

/*
 * When a member of a finished snapshot, or a fact of its "told", was seen (RFC 3339): what does
 * not say it was seen when the snapshot was made. Borrowed.
 */
const char *snapshot_seen(struct json_object *snapshot, struct json_object *row);
/* Gives a copy of a member, and its "told", the times that it does not say. */
void snapshot_set_seen(struct json_object *snapshot, struct json_object *member);

/*
 * The member of that kind and id, or NULL (also when one of them is NULL); borrowed. Quick,
 * while it is made and in a finished one.
 */
struct json_object *snapshot_member(
	struct json_object *snapshot, const char *kind, const char *id);

/*
 * A list of {"change": "added" | "removed" | "changed", "kind", "id", "from", "to"} that leads
 * from one to the other, both in canonical form, of which only what differs is read; empty when
 * nothing does. New reference.
 */
int snapshot_diff(struct json_object **list, const struct text *from, const struct text *to,
	struct error *error);

#endif
