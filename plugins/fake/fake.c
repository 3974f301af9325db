/* banyun-plugin-fake: the hosts of a world that is nowhere but in a file. */
#include "banyun-plugin.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "tell.h"
#include "world.h"
#include <stdlib.h>

#define TOLD_EVERY 1000 /* items between two notices of progress */

static const char *const roles[] = {"source", NULL};

static const struct shape_field settings[] = {
	{"role", SHAPE_CHOICE, .required = true, .choices = roles},
	{"world", SHAPE_STRING, .required = true, .low = 1, .help = "path of world.jsonl"},
	{0},
};

static const struct shape_field collect_fields[] = {
	{"moment", SHAPE_TIME, .required = true, .help = "when the world is looked at"},
	{"host", SHAPE_NAME, .help = "only what this host tells"},
	{0},
};

static char *path; /* of the settings */

static int open_world(struct json_object *tree, struct error *error)
{
	path = mem_string(json_string(tree, "world"));
	return world_check(path, error);
}

static void close_world(void)
{
	mem_free_at(&path);
}

struct collecting {
	struct plugin_call *call;
	const char *host; /* NULL: all */
	int64_t moment;   /* seconds since 1970 */
	int64_t items;
};

static int emit(void *argument, struct json_object *owned, struct error *error)
{
	struct collecting *collecting = argument;

	if (++collecting->items % TOLD_EVERY == 0)
		plugin_progress(collecting->call,
			json_set_integer(json_object_new_object(), "items", collecting->items));
	return plugin_item(collecting->call, owned, error);
}

static int take(void *argument, struct json_object *thing, struct error *error)
{
	struct collecting *collecting = argument;
	const struct tell_listener listener = {emit, collecting};

	if (collecting->host && !text_equal(collecting->host, tell_host(thing)))
		return 0;
	return tell(thing, collecting->moment, &listener, error);
}

static int collect(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct collecting collecting = {.call = call, .host = json_string(parameters, "host")};
	int64_t wall = 0;

	clock_parse(json_string(parameters, "moment"), &wall);
	collecting.moment = wall / CLOCK_SECOND;
	if (world_read(path, take, &collecting, error) < 0)
		return -1;
	*result = json_set_integer(json_object_new_object(), "items", collecting.items);
	return 0;
}

static const struct plugin_method methods[] = {
	{"collect", collect, collect_fields, .threaded = true},
	{0},
};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "fake",
	.release = PACKAGE_VERSION,
	.roles = PLUGIN_SOURCE,
	.settings = settings,
	.methods = methods,
	.open = open_world,
	.close = close_world,
};

PLUGIN_MAIN(program)
