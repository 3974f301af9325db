#include "api/request.h"
#include "api/request_private.h"
#include "audit/log.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/context.h"
#include "core/loop.h"
#include "core/store.h"
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* --- its life --- */

static void request_free(struct request *request)
{
	for (unsigned i = 0; i < ROUTE_PARTS; i++)
		free(request->parts[i]);
	json_object_put(request->query);
	json_object_put(request->body);
	free(request->actor);
	free(request);
}

static void watch_no_more(struct request *request)
{
	if (request->watch)
		event_free(mem_take(&request->watch));
}

static void tell_left(struct request *request)
{
	watch_no_more(request);
	if (request->left)
		mem_take (&request->left)(request->left_argument);
}

static void client_left(struct evhttp_connection *connection, void *argument)
{
	struct request *request = argument;

	(void)connection;
	request->http = NULL;
	tell_left(request);
}

static void watch_client(struct request *request, void *argument)
{
	evhttp_connection_set_closecb(evhttp_request_get_connection(request->http),
		argument ? client_left : NULL, argument);
}

struct request *request_new(struct api *api, struct evhttp_request *http)
{
	struct request *request = mem_alloc(sizeof(*request));

	request->api = api;
	request->http = http;
	watch_client(request, request);
	return request;
}

/* --- answers --- */

static void send_bytes(
	struct request *request, int status, const char *type, const void *data, size_t size)
{
	struct evkeyvalq *headers;

	if (!request->http) {
		request_free(request);
		return;
	}
	watch_client(request, NULL);
	watch_no_more(request);
	headers = evhttp_request_get_output_headers(request->http);
	evhttp_add_header(headers, "Content-Type", type);
	evhttp_add_header(headers, "Cache-Control", "no-store");
	evhttp_add_header(headers, "X-Content-Type-Options", "nosniff");
	evbuffer_add(evhttp_request_get_output_buffer(request->http), data, size);
	evhttp_send_reply(request->http, status, NULL, NULL);
	request_free(request);
}

static void send_json(
	struct request *request, int status, const char *type, struct json_object *body)
{
	AUTO_FREE char *bytes = json_canonical_string(body);

	json_object_put(body);
	send_bytes(request, status, type, bytes, strlen(bytes));
}

void request_answer(struct request *request, int status, struct json_object *body)
{
	send_json(request, status, "application/json", body);
}

void request_answer_bytes(
	struct request *request, const char *type, const void *data, size_t size)
{
	send_bytes(request, 200, type, data, size);
}

static int status_of(enum error_code code)
{
	switch (code) {
	case ERROR_USAGE:
	case ERROR_INPUT:
		return 400;
	case ERROR_REFUSED:
		return 403;
	case ERROR_NOT_FOUND:
		return 404;
	case ERROR_CONFLICT:
	case ERROR_OPERATOR:
		return 409;
	case ERROR_UNREACHABLE:
		return 502;
	default:
		return 500;
	}
}

static void record_refusal(struct request *request, const struct error *error)
{
	AUTO_FREE char *object = NULL;

	if (!request->route || !request->route->changes || error->code != ERROR_REFUSED ||
		!request->http)
		return;
	object = mem_format(
		"%s %s", request->route->method, evhttp_request_get_uri(request->http));
	audit_note(request->api->log, &(struct audit_entry){.actor = request->actor,
					      .source = "api",
					      .action = "api.refuse",
					      .object = object,
					      .result = AUDIT_REFUSED,
					      .reason = error->text});
}

void request_fail(struct request *request, const struct error *error)
{
	struct json_object *problem = json_object_new_object();
	int status = status_of(error->code);

	record_refusal(request, error);
	json_set_string(problem, "type", "about:blank");
	json_set_integer(problem, "status", status);
	json_set_string(problem, "title", error_word(error->code));
	json_set_string(problem, "detail", error->text);
	json_set_string(problem, "code", error_word(error->code));
	if (error->object[0])
		json_set_string(problem, "object", error->object);
	if (error->line)
		json_set_integer(problem, "line", error->line);
	if (error->column)
		json_set_integer(problem, "column", error->column);
	send_json(request, status, "application/problem+json", problem);
}

/* --- clients that leave --- */

int request_descriptor(const struct request *request)
{
	return bufferevent_getfd(evhttp_connection_get_bufferevent(
		evhttp_request_get_connection(request->http)));
}

/* One that has only said all it will say still waits for its answer. */
static void peer_closed(evutil_socket_t descriptor, short what, void *argument)
{
	struct pollfd peer = {.fd = descriptor};

	(void)what;
	if (poll(&peer, 1, 0) > 0 && peer.revents & POLLHUP)
		tell_left(argument);
	else
		watch_no_more(argument);
}

/* The server itself reads nothing, and so hears of no end, until it has answered. */
void request_on_leave(struct request *request, void (*call)(void *argument), void *argument)
{
	request->left = call;
	request->left_argument = argument;
	request->watch = event_new(loop_base(request->api->context->loop),
		request_descriptor(request), EV_CLOSED, peer_closed, request);
	if (request->watch)
		event_add(request->watch, NULL);
}

/* --- answers that wait until a record is durable --- */

struct waiting_answer {
	struct request *request;
	int status;
	struct json_object *body;
};

static void answer_durable(void *argument)
{
	struct waiting_answer *waiting = argument;

	request_answer(waiting->request, waiting->status, waiting->body);
	free(waiting);
}

static struct waiting_answer *wait_with(
	struct request *request, int status, struct json_object *body)
{
	struct waiting_answer *waiting = mem_alloc(sizeof(*waiting));

	watch_no_more(request); /* what would be told has given its answer, and may be gone */
	request->left = NULL;
	*waiting = (struct waiting_answer){request, status, body};
	return waiting;
}

void request_answer_durable(struct request *request, int status, struct json_object *body)
{
	store_commit(request->api->context->store, batch_new(), answer_durable,
		wait_with(request, status, body));
}

void request_commit(struct request *request, struct store_batch *batch,
	struct audit_entry *entry, int status, struct json_object *body)
{
	entry->actor = request->actor;
	entry->source = "api";
	audit_append(request->api->log, batch, entry);
	audit_commit(
		request->api->log, batch, answer_durable, wait_with(request, status, body));
}

/* --- what handlers ask --- */

const struct person *request_person(const struct request *request)
{
	return request->person;
}

const char *request_actor(const struct request *request)
{
	return request->actor;
}

const char *request_part(const struct request *request, unsigned index)
{
	return request->parts[index];
}

struct json_object *request_query(const struct request *request)
{
	return request->query;
}

struct json_object *request_body(const struct request *request)
{
	return request->body;
}
