/* What a request must be before its handler is called, asked in this order. */
#include "api/query.h"
#include "api/request_private.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/context.h"
#include <event2/buffer.h>
#include <event2/http.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define PATH_LIMIT 1024

/* --- who asks, and how --- */

static int check_peer(struct request *request, struct error *error)
{
	struct ucred peer = {0};
	socklen_t size = sizeof(peer);

	if (getsockopt(request_descriptor(request), SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
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

/* --- for what --- */

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

/* --- with what --- */

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

int admission_check(struct request *request, struct error *error)
{
	if (check_peer(request, error) < 0 || check_headers(request, error) < 0 ||
		check_path(evhttp_request_get_uri(request->http), error) < 0 ||
		find_route(request, error) < 0)
		return -1;
	return check_role(request, error);
}

int admission_read(struct request *request, struct error *error)
{
	return read_query(request, error) < 0 ? -1 : read_body(request, error);
}
