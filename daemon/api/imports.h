/*
 * Imports that are told in parts: what was sent is kept aside, and nothing of it is taken in
 * before its last part. One that nobody goes on with is forgotten, as if it had not been.
 */
#ifndef API_IMPORTS_H
#define API_IMPORTS_H

struct error;
struct import;
struct json_object;
struct loop;
struct spool;

/*
 * The import that the part names, or a new one; owned here, and forgotten a minute after its
 * newest part. ERROR_NOT_FOUND when this actor has none of that name; ERROR_CONFLICT when he
 * has too many.
 */
int import_of(struct import **import, struct loop *loop, struct json_object *part,
	const char *actor, struct error *error);

const char *import_id(const struct import *import);

/* ERROR_INPUT when that would be more than one import may hold; the part is not in it then. */
int import_add(struct import *import, struct json_object *part, struct error *error);

/* All parts in order; the import is gone. The caller owns them. */
struct spool *import_take(struct import *import);

#endif
