/* Which website a system has. */
#ifndef READINESS_WEBSITE_H
#define READINESS_WEBSITE_H

struct json_object;

/*
 * The address of the first of its pages that has a name, and so may have both families; NULL
 * when it has none. Borrowed.
 */
const char *website_of(struct json_object *system);

#endif
