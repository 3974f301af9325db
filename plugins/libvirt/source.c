#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "collect.h"
#include "connection.h"
#include "dirty.h"
#include "handle.h"
#include "methods.h"
#include "model/object.h"
#include "news.h"
#include "uri.h"
#include <pthread.h>

#define PATIENCE 20000 /* milliseconds until a host counts as unreachable */

/* One process, one host: written by open() before any thread. */
static struct {
	struct json_object *settings;
	struct collect_host host;
	struct connection *connection;
	struct news *news; /* of one that watches */
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
		connection_prepare(json_boolean(settings, "watch", false), error) < 0)
		return -1;
	if (json_boolean(settings, "watch", false))
		source.news = news_new();
	source.connection = connection_make(source.host.name, full, false);
	return 0;
}

/* What does not have its kind's shape is not passed on, and the answer says so. */
struct collecting {
	struct plugin_call *call;
	pthread_mutex_t lock; /* of all below */
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
	pthread_mutex_lock(&state->lock);
	json_object_array_add(state->left_out, entry);
	pthread_mutex_unlock(&state->lock);
}

static void count_item(struct collecting *state)
{
	pthread_mutex_lock(&state->lock);
	state->items++;
	pthread_mutex_unlock(&state->lock);
}

static int emit(void *argument, struct json_object *owned, const char *raw, struct error *error)
{
	struct collecting *state = argument;
	AUTO_JSON struct json_object *item = owned;
	struct error why = {0};
	const char *digest;

	if (object_check(item, NULL, &why) < 0) {
		leave_out(state, item, &why);
		return 0;
	}
	count_item(state);
	if (!raw)
		return plugin_item(state->call, mem_take(&item), error);
	digest = json_string(json_member(item, "facts"), "xml");
	return plugin_item_of_text(state->call, mem_take(&item), raw, digest, error);
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

const struct shape_field collect_fields[] = {
	{"machines", SHAPE_LIST, .item = &(const struct shape_field){"", SHAPE_UUID},
		.high = 10000, .help = "only these, by their uuids"},
	{0},
};

static int collect(struct collecting *state, virConnectPtr connection,
	struct json_object *machines, struct json_object **gone, struct error *error)
{
	struct collect_listener listener = {.emit = emit, .told = told, .argument = state};

	if (!machines)
		return collect_all(connection, &source.host, &listener, error);
	listener.told = NULL;
	return collect_some(connection, &source.host, machines, gone, &listener, error);
}

int source_collect(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct collecting state = {.call = call,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.left_out = json_object_new_array()};
	AUTO_CONNECTION virConnectPtr connection = connect_source(error);
	AUTO_JSON struct json_object *left_out = state.left_out, *gone = NULL;

	if (!connection || collect(&state, connection, json_member(parameters, "machines"),
				   &gone, error) < 0)
		return -1;
	*result = json_set_integer(json_object_new_object(), "items", state.items);
	json_set(*result, "left_out", mem_take(&left_out));
	if (gone)
		json_set(*result, "gone", mem_take(&gone));
	return 0;
}

/* --- how fast memory is written --- */

const struct shape_field dirty_fields[] = {
	{"machines", SHAPE_LIST, .item = &(const struct shape_field){"", SHAPE_UUID},
		.required = true, .low = 1, .high = DIRTY_MOST, .help = "by their uuids"},
	{"seconds", SHAPE_INTEGER, .required = true, .low = 1, .high = 30,
		.help = "for which each is watched"},
	{0},
};

static bool is_cancelled(void *argument)
{
	return plugin_cancelled(argument);
}

/* Whether it opens; what it is. */
int source_versions(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = connect_source(error);

	(void)call;
	(void)parameters;
	if (!connection)
		return -1;
	*result = json_object_new_object();
	collect_versions(*result, connection);
	return 0;
}

int source_dirty(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = connect_source(error);

	if (!connection)
		return -1;
	*result = json_set(json_object_new_object(), "rates",
		dirty_rates(connection, json_member(parameters, "machines"),
			(int)json_integer(parameters, "seconds", 1), is_cancelled, call));
	return 0;
}

/* --- watching --- */

#define GLANCE   500   /* milliseconds between two looks whether it still lives */
#define AGAIN    1000  /* until a connection that broke is tried again, at first */
#define AGAIN_AT 60000 /* at most */

static int tell(struct plugin_call *call, struct json_object *change, struct error *error)
{
	return plugin_item(call, json_set(json_object_new_object(), "change", change), error);
}

static int tell_host(struct plugin_call *call, const char *what, struct error *error)
{
	struct json_object *change = json_set_string(json_object_new_object(), "kind", "host");

	json_set_string(change, "id", source.host.name);
	return tell(call, json_set_string(change, "what", what), error);
}

/* Until the connection breaks (0), or the call ends (-1). */
static int watch_one(struct plugin_call *call, virConnectPtr connection, struct error *error)
{
	int result = tell_host(call, "watched", error);

	while (result == 0 && virConnectIsAlive(connection) == 1) {
		struct json_object *change = news_wait(source.news, GLANCE);

		if (change)
			result = tell(call, change, error);
		else if (plugin_cancelled(call))
			result = error_set(error, ERROR_FAILED, source.host.name,
				"The watch over %s was ended.", source.host.name);
	}
	news_stop(source.news, connection);
	return result < 0 ? -1 : tell_host(call, "lost", error);
}

/* Waits longer each time that it fails. */
static int wait_again(struct plugin_call *call, int64_t *again, struct error *error)
{
	for (int64_t gone = 0; gone < *again; gone += GLANCE) {
		if (plugin_cancelled(call))
			return error_set(error, ERROR_FAILED, source.host.name,
				"The watch over %s was ended.", source.host.name);
		json_object_put(news_wait(source.news, GLANCE));
	}
	*again = *again * 2 < AGAIN_AT ? *again * 2 : AGAIN_AT;
	return 0;
}

int source_watch(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	int64_t again = AGAIN;

	(void)parameters;
	(void)result;
	if (!source.news)
		return error_set(error, ERROR_USAGE, NULL,
			"This worker was not opened to watch: it hears nothing.");
	for (;;) {
		struct error why = {0};
		AUTO_CONNECTION virConnectPtr connection = connect_source(&why);

		if (connection && news_hear(source.news, connection, &why) == 0) {
			again = AGAIN;
			if (watch_one(call, connection, error) < 0)
				return -1;
		}
		if (wait_again(call, &again, error) < 0)
			return -1;
	}
}
