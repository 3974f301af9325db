/* The findings as a page, to be written to a file. */
#ifndef CLI_READINESS_PAGE_H
#define CLI_READINESS_PAGE_H

#include "cli/page.h"

/*
 * A page of page.h: what each rule found how often, then a table of the findings of each kind
 * of object. `answer` as GET /v1/readiness gives it, `rules` as /v1/readiness/rules. New
 * reference.
 */
struct json_object *readiness_page(struct json_object *answer, struct json_object *rules);

#endif
