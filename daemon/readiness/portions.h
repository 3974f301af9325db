/*
 * Documents of a whole city in portions, for who must not be held up by all of one at once: an
 * object whose members are lists, objects or single values.
 */
#ifndef READINESS_PORTIONS_H
#define READINESS_PORTIONS_H

#include <stdbool.h>

struct json_object;
struct portions;

/*
 * Of the document, which is kept and must not change before portions_free(). Each portion has
 * all members, and of the entries of lists and objects some: new references, NULL after the
 * last. There is one of an empty document too.
 */
struct portions *portions_of(struct json_object *document);
struct json_object *portions_next(struct portions *portions);
void portions_free(struct portions *portions); /* NULL is allowed */

/* Adds a portion to what was joined before, an empty object at first. */
void portions_join(struct json_object *joined, struct json_object *portion);

/*
 * Forgets some entries of a document that is not used any more. False when there are no more,
 * and to give it back takes no time; NULL has none.
 */
bool portions_drop(struct json_object *document);

#endif
