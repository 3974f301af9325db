#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "collect.h"
#include "connection.h"
#include "handle.h"
#include "methods.h"
#include "model/object.h"
#include "uri.h"

#define PATIENCE 20000 /* milliseconds until a host counts as unreachable */

/* One process, one host: written by open() before any thread. */
static struct {
	struct json_object *settings;
	struct collect_host host;
	struct connection *connection;
} source;

int source_open(struct json_object *settings, struct error *error)
{
	struct json_object *host = json_member(settings, "host");
	AUTO_FREE char *full = NULL;

	if (!host)
		return error_set(
			error, ERROR_INPUT, "settings", "A source is opened with a host.");
	source.settings = json_object_get(settings);
	source.host = (struct collect_host){.name = json_string(host, "name"),
		.department = json_string(host, "department"),
		.side = json_string(host, "side")};
	if (uri_build(&full, source.host.name, json_string(host, "uri"), plugin_secret("key"),
		    plugin_secret("known_hosts"), true, error) < 0 ||
		connection_prepare(false, error) < 0)
		return -1;
	source.connection = connection_make(source.host.name, full);
	return 0;
}

/* What does not have its kind's shape is not passed on, and the answer says so. */
struct collecting {
	struct plugin_call *call;
	struct json_object *left_out;
	int64_t items;
};

static void leave_out(
	struct collecting *state, struct json_object *item, const struct error *why)
{
	struct json_object *entry = json_object_new_object();

	json_set_string(entry, "kind", json_string(item, "kind"));
	json_set_string(entry, "id", json_string(item, "id"));
	json_set_string(entry, "why", why->text);
	json_object_array_add(state->left_out, entry);
}

static int emit(void *argument, struct json_object *owned, const char *raw, struct error *error)
{
	struct collecting *state = argument;
	AUTO_JSON struct json_object *item = owned;
	struct error why = {0};
	char digest[DIGEST_TEXT];

	if (object_check(item, NULL, &why) < 0) {
		leave_out(state, item, &why);
		return 0;
	}
	if (raw && plugin_blob(state->call, raw, digest, error) < 0)
		return -1;
	state->items++;
	return plugin_item(state->call, mem_take(&item), error);
}

static void told(void *argument, size_t done, size_t total)
{
	struct collecting *state = argument;
	struct json_object *progress = json_object_new_object();

	json_set_integer(progress, "done", (int64_t)done);
	json_set_integer(progress, "total", (int64_t)total);
	plugin_progress(state->call, progress);
}

static virConnectPtr connect_source(struct error *error)
{
	if (source.connection)
		return connection_get(source.connection, PATIENCE, error);
	error_set(error, ERROR_USAGE, NULL,
		"This worker was opened as a mover: it collects nothing.");
	return NULL;
}

int source_collect(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct collecting state = {.call = call, .left_out = json_object_new_array()};
	struct collect_listener listener = {.emit = emit, .told = told, .argument = &state};
	AUTO_CONNECTION virConnectPtr connection = connect_source(error);

	(void)parameters;
	if (!connection || collect_all(connection, &source.host, &listener, error) < 0) {
		json_object_put(state.left_out);
		return -1;
	}
	*result = json_set_integer(json_object_new_object(), "items", state.items);
	json_set(*result, "left_out", state.left_out);
	return 0;
}
