/* What one reads who logs in to a server or to the inside of a machine. */
#ifndef FAKE_LOGIN_H
#define FAKE_LOGIN_H

#include <stdint.h>

struct json_object;

/* The facts of a host; `side` is department or machine. New reference. */
struct json_object *login_facts(struct json_object *thing, const char *side);

/* Its measures at a moment, in seconds since 1970; NULL where nothing is measured. */
struct json_object *login_measures(struct json_object *thing, int64_t moment);

#endif
