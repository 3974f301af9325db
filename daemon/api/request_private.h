/*
 * The insides of a request, for those who bring it to its handler: server.c and admission.c.
 */
#ifndef API_REQUEST_PRIVATE_H
#define API_REQUEST_PRIVATE_H

#include "api/request.h"
#include "api/route.h"
#include "base/json.h"

struct event;
struct evhttp_request;

struct request {
	struct api *api;
	struct evhttp_request *http; /* NULL once the client has left */
	const struct route *route;
	const struct person *person;
	char *actor;
	char *parts[ROUTE_PARTS];
	struct json_object *query, *body;
	struct event *watch; /* of the connection's end, for `left` */
	void (*left)(void *argument);
	void *left_argument;
};

/* A new one, which its answer frees. */
struct request *request_new(struct api *api, struct evhttp_request *http);
/* Of the client's socket. */
int request_descriptor(const struct request *request);

/*
 * admission.c: all that is asked before the handler is called; request_fail() with the error.
 */
int admission_check(struct request *request, struct error *error);
/* And what its route says of the query and the body. */
int admission_read(struct request *request, struct error *error);

#endif
