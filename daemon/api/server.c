#include "api/server.h"
#include "api/request_private.h"
#include "base/error.h"
#include "base/memory.h"
#include "core/config.h"
#include "core/context.h"
#include "core/loop.h"
#include <errno.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define HEADER_LIMIT (16 * 1024)
#define TIMEOUT_S    30

struct server {
	struct api *api;
	struct evhttp *http;
	char *path;
};

static void handle(void *argument)
{
	struct request *request = argument;
	struct error error = {0};

	if (admission_read(request, &error) < 0)
		request_fail(request, &error);
	else
		request->route->handle(request->api, request);
}

static void serve(struct evhttp_request *http, void *argument)
{
	struct server *server = argument;
	struct request *request = request_new(server->api, http);
	struct error error = {0};

	if (admission_check(request, &error) < 0)
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
