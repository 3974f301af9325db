/* Whether software is of an age that the profile names. Pure. */
#ifndef READINESS_RULES_AGE_H
#define READINESS_RULES_AGE_H

#include <stdbool.h>

struct json_object;

/* By their numbers; what follows those is of no account. */
bool age_is_older(const char *version, const char *least);
/* "debian 8" in the list is also the one of "debian 8.11". */
bool age_is_listed(struct json_object *list, const char *system);
/* "debian 12", out of a host's facts; NULL when they tell no system. The caller frees. */
char *age_system(struct json_object *host);

#endif
