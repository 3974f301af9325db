/*
 * What of an inventory can be frozen: the kinds that a rule of the profile counts, and the
 * facts by which one of them grows.
 */
#ifndef INVENTORY_COUNTABLE_H
#define INVENTORY_COUNTABLE_H

#include <stdbool.h>

struct json_object;

struct countable {
	const char *name; /* in the profile: "machines" */
	const char *kind;
	/*
	 * Whether these facts count; `host` are those of the host that holds it, may be NULL.
	 */
	bool (*counts)(struct json_object *facts, struct json_object *host);
	const char *sum;      /* the fact that is added up; NULL: objects are counted */
	const char *grows[3]; /* integers, or lists by their length */
	const char *dated;    /* the fact that says since when it is; may be NULL */
	bool found;           /* by scans; all else departments tell */
};

/* That of the name in the profile; NULL for one that is not known. */
const struct countable *countable_named(const char *name);

#endif
