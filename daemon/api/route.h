/*
 * The routes of the API as one table, and what their handlers work on.
 */
#ifndef API_ROUTE_H
#define API_ROUTE_H

#include "base/digest.h"
#include "base/shape.h"

struct audit_log;
struct context;
struct jobs;
struct links_watch;
struct request;
struct runner;

/* What the handlers work on; made by banyund, outlives the server. */
struct api {
	const struct context *context;
	struct audit_log *log;
	struct jobs *jobs;
	struct runner *runner;
	struct links_watch *links_watch; /* NULL: none */
	struct json_object *profile;     /* checked */
	char profile_digest[DIGEST_TEXT];
};

#define ROUTE_PARTS 3

/* One route. `{}` in the pattern stands for one part of the path. */
struct route {
	const char *method;             /* "GET", "POST", "DELETE" */
	const char *pattern;            /* "/v1/hosts/{}/trust" */
	unsigned roles;                 /* any of these may ask */
	const struct shape_field *body; /* of POST; NULL: none is read */
	/*
	 * Answers now or later, exactly once, by request_answer() or request_fail(). What it
	 * needs later it takes from the request, which lives until then.
	 */
	void (*handle)(struct api *api, struct request *request);
	bool changes;                    /* a refusal of it is recorded in the audit log */
	const struct shape_field *query; /* parameters behind the question mark; NULL: none */
};

extern const struct route routes[]; /* api/routes.c; ended by a NULL method */

#endif
