/*
 * The API's server: HTTP and JSON over a Unix socket. Who asks is the peer's uid, never what a
 * client says. Each request passes, in this order: limits of size and time, the Host header,
 * the route, the person's roles, the shape of the query, the body's strict parse and shape.
 * Errors are problem+json
 * (RFC 9457).
 */
#ifndef API_SERVER_H
#define API_SERVER_H

#include "base/digest.h"
#include "base/shape.h"
#include "core/config.h"

struct audit_entry;
struct audit_log;
struct context;
struct error;
struct jobs;
struct links_watch;
struct request;
struct runner;
struct server;
struct store_batch;

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

/* Listens on the configuration's socket (mode 0666: the uid decides). */
int server_new(struct server **server, struct api *api, struct error *error);
void server_free(struct server *server);

/* --- for handlers --- */

const struct person *request_person(const struct request *request);
const char *request_actor(const struct request *request); /* "uid:1001 lin" */
const char *request_part(
	const struct request *request, unsigned index);           /* what a `{}` stood for */
struct json_object *request_query(const struct request *request); /* checked; borrowed */
struct json_object *request_body(const struct request *request);  /* NULL if none; borrowed */

/* `body` is taken. */
void request_answer(struct request *request, int status, struct json_object *body);
/* Bytes that are served as they are: files of the published log. */
void request_answer_bytes(
	struct request *request, const char *type, const void *data, size_t size);
/*
 * As request_answer(), once everything that was given to the store before is durable: what a
 * person was told has happened survives. `body` is taken.
 */
void request_answer_durable(struct request *request, int status, struct json_object *body);
void request_fail(struct request *request, const struct error *error);
/*
 * Calls when the client leaves before the answer, which is to be given all the same. `argument`
 * lives until that is given, be it to wait for a commit. Once for a request.
 */
void request_on_leave(struct request *request, void (*call)(void *argument), void *argument);
/*
 * Commits the batch with this record and answers when it is durable; both `batch` and `body`
 * are taken. The record's actor and source are filled in here.
 */
void request_commit(struct request *request, struct store_batch *batch,
	struct audit_entry *entry, int status, struct json_object *body);

#endif
