/* The decisions of people that an order brings, which are in order of subject. */
#ifndef PLANNING_OVERRIDING_H
#define PLANNING_OVERRIDING_H

struct json_object;

/*
 * The one of that kind on that subject (and `other`, unless it is NULL), or NULL. Borrowed.
 */
struct json_object *overriding_find(struct json_object *overrides, const char *kind,
	const char *subject, const char *other);

#endif
