#include "api/server.h"
#include "api/query.h"
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/context.h"
#include "core/loop.h"
#include "core/store.h"
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define HEADER_LIMIT (16 * 1024)
#define TIMEOUT_S    30
#define PATH_LIMIT   1024

struct server {
	struct api *api;
	struct evhttp *http;
	char *path;
};

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

/* --- answers --- */

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

static int descriptor_of(const struct request *request)
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
		descriptor_of(request), EV_CLOSED, peer_closed, request);
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

/* --- the checks, in their order --- */

static int check_peer(struct request *request, struct error *error)
{
	struct ucred peer = {0};
	socklen_t size = sizeof(peer);

	if (getsockopt(descriptor_of(request), SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
		return error_set(
			error, ERROR_REFUSED, NULL, "The system does not tell who connected.");
	request->person = config_person(request->api->context->config, peer.uid);
	request->actor = mem_format("uid:%u%s%s", peer.uid, request->person ? " " : "",
		request->person ? request->person->name : "");
	return 0;
}

/*
 * A browser that was talked into connecting names another host, or an origin; neither is
 * served.
 */
static int check_headers(struct request *request, struct error *error)
{
	struct evkeyvalq *headers = evhttp_request_get_input_headers(request->http);
	const char *host = evhttp_find_header(headers, "Host");
	const char *transfer = evhttp_find_header(headers, "Transfer-Encoding");

	if (!text_equal(host, "banyun"))
		return error_set(error, ERROR_REFUSED, NULL,
			"The Host header must be \"banyun\", but is \"%.64s\".",
			host ? host : "");
	if (evhttp_find_header(headers, "Origin"))
		return error_set(error, ERROR_REFUSED, NULL,
			"Requests of web pages are not served here.");
	if (transfer && strcmp(transfer, "chunked") != 0)
		return error_set(error, ERROR_INPUT, NULL,
			"The Transfer-Encoding must be \"chunked\" or absent.");
	return 0;
}

static int check_path(const char *uri, struct error *error)
{
	if (strlen(uri) > PATH_LIMIT || strstr(uri, "%00"))
		return error_set(error, ERROR_INPUT, NULL,
			"The path must be at most %d bytes long and hold no NUL.", PATH_LIMIT);
	return 0;
}

/* What is no escape stands for itself. */
static char *decode(const char *part, size_t size)
{
	AUTO_FREE char *escaped = mem_bytes(part, size);

	char *decoded = evhttp_uridecode(escaped, 0, NULL);

	return decoded ? decoded : mem_string("");
}

/*
 * Fills the parts that the pattern's `{}` stand for; the last `{}` of a pattern that ends in
 * `{*}` takes the rest. A part is decoded when it was found: what is escaped ends none.
 */
static bool match(const char *pattern, const char *path, char *parts[ROUTE_PARTS])
{
	unsigned count = 0;

	while (*pattern) {
		const char *end;

		if (*pattern != '{') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		end = pattern[1] == '*' ? path + strlen(path) : path + strcspn(path, "/");
		if (end == path || count == ROUTE_PARTS)
			return false;
		parts[count++] = decode(path, (size_t)(end - path));
		path = end;
		pattern = strchr(pattern, '}') + 1;
	}
	return *path == '\0';
}

static void forget_parts(struct request *request)
{
	for (unsigned i = 0; i < ROUTE_PARTS; i++)
		free(mem_take(&request->parts[i]));
}

static const char *method_word(enum evhttp_cmd_type method)
{
	switch (method) {
	case EVHTTP_REQ_GET:
		return "GET";
	case EVHTTP_REQ_POST:
		return "POST";
	case EVHTTP_REQ_DELETE:
		return "DELETE";
	default:
		return "";
	}
}

static int find_route(struct request *request, struct error *error)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request->http);
	const char *method = method_word(evhttp_request_get_command(request->http));
	const char *path = evhttp_uri_get_path(uri);

	for (const struct route *route = routes; route->method; route++) {
		if (text_equal(route->method, method) &&
			match(route->pattern, path, request->parts)) {
			request->route = route;
			return 0;
		}
		forget_parts(request);
	}
	return error_set(
		error, ERROR_NOT_FOUND, NULL, "There is nothing at %s %.256s.", method, path);
}

static int check_role(struct request *request, struct error *error)
{
	unsigned roles = request->person ? request->person->roles : 0;

	if (roles & request->route->roles)
		return 0;
	if (!request->person)
		return error_set(error, ERROR_REFUSED, NULL,
			"%s is nobody that the configuration knows; \"people\" in banyun.yaml "
			"names who may "
			"do what.",
			request->actor);
	AUTO_TEXT struct text words = {0};
	role_words_of(&words, request->route->roles);
	return error_set(error, ERROR_REFUSED, NULL,
		"%s does not have the role that this needs: %s. Roles are given by \"people\" "
		"in "
		"banyun.yaml.",
		request->actor, words.data);
}

static int read_query(struct request *request, struct error *error)
{
	return query_read(&request->query,
		evhttp_uri_get_query(evhttp_request_get_evhttp_uri(request->http)),
		request->route->query, error);
}

static int read_body(struct request *request, struct error *error)
{
	struct evbuffer *buffer = evhttp_request_get_input_buffer(request->http);
	struct source source = {SOURCE_JSON, "request body", NULL, evbuffer_get_length(buffer)};

	if (!request->route->body)
		return 0;
	source.data = (const char *)evbuffer_pullup(buffer, -1);
	if (!source.data)
		source.data = "";
	if (json_parse(&request->body, &source, JSON_MESSAGE, error) < 0)
		return -1;
	return shape_check(request->route->body, request->body, &source, error);
}

static void handle(void *argument)
{
	struct request *request = argument;
	struct error error = {0};

	if (read_query(request, &error) < 0 || read_body(request, &error) < 0)
		request_fail(request, &error);
	else
		request->route->handle(request->api, request);
}

static void serve(struct evhttp_request *http, void *argument)
{
	struct server *server = argument;
	struct request *request = mem_alloc(sizeof(*request));
	struct error error = {0};

	request->api = server->api;
	request->http = http;
	watch_client(request, request);
	if (check_peer(request, &error) < 0 || check_headers(request, &error) < 0 ||
		check_path(evhttp_request_get_uri(http), &error) < 0 ||
		find_route(request, &error) < 0 || check_role(request, &error) < 0)
		request_fail(request, &error);
	else
		loop_measure(request->route->pattern, handle, request);
}

/* --- listening --- */

/*
 * A socket left by a daemon that was killed is taken away; the store's lock says that none
 * runs.
 */
static struct evconnlistener *listen_on(struct server *server, struct error *error)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct evconnlistener *listener;

	if (strlen(server->path) >= sizeof(address.sun_path)) {
		error_set(error, ERROR_INPUT, server->path,
			"The path of the socket is too long.");
		return NULL;
	}
	memcpy(address.sun_path, server->path, strlen(server->path));
	unlink(server->path);
	listener = evconnlistener_new_bind(loop_base(server->api->context->loop), NULL, NULL,
		LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 64, (struct sockaddr *)&address,
		sizeof(address));
	if (!listener || chmod(server->path, 0666) < 0) {
		error_set(error, ERROR_FAILED, server->path, "Cannot listen on the socket: %s.",
			strerror(errno));
		return NULL;
	}
	return listener;
}

int server_new(struct server **made, struct api *api, struct error *error)
{
	struct server *server = mem_alloc(sizeof(*server));
	struct evconnlistener *listener;

	server->api = api;
	server->path = mem_string(api->context->config->socket);
	server->http = evhttp_new(loop_base(api->context->loop));
	evhttp_set_max_headers_size(server->http, HEADER_LIMIT);
	evhttp_set_max_body_size(server->http, JSON_MESSAGE);
	evhttp_set_timeout(server->http, TIMEOUT_S);
	evhttp_set_allowed_methods(
		server->http, EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_DELETE);
	evhttp_set_gencb(server->http, serve, server);
	listener = listen_on(server, error);
	if (!listener) {
		server_free(server);
		return -1;
	}
	evhttp_bind_listener(server->http, listener);
	*made = server;
	return 0;
}

void server_free(struct server *server)
{
	if (!server)
		return;
	if (server->http)
		evhttp_free(server->http);
	unlink(server->path);
	free(server->path);
	free(server);
}
