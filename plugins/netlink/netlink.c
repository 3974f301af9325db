/* banyun-plugin-netlink: what the kernel says of the network of the machine it runs on. */
#include "banyun-plugin.h"
#include "base/memory.h"
#include "facts.h"
#include "watch.h"

static const char *const roles[] = {"source", NULL};

static const struct shape_field host_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "what this machine is called"},
	{"department", SHAPE_STRING, .low = 1, .high = 256, .help = "who owns it"},
	{"side", SHAPE_NAME, .help = "department or cloud"},
	{0},
};

static const struct shape_field settings[] = {
	{"role", SHAPE_CHOICE, .required = true, .choices = roles},
	{"host", SHAPE_OBJECT, .required = true, .fields = host_fields,
		.help = "the machine that banyund runs on"},
	{0},
};

static struct json_object *host; /* of the settings */

static int open_host(struct json_object *tree, struct error *error)
{
	(void)error;
	host = json_object_get(json_member(tree, "host"));
	return 0;
}

static void close_host(void)
{
	json_put_at(&host);
}

static int collect(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *facts = json_copy(host),
				     *measures = json_object_new_object();
	struct json_object *item;

	(void)parameters;
	if (facts_read(facts, measures, error) < 0)
		return -1;
	item = json_set_string(json_object_new_object(), "kind", "host");
	json_set_string(item, "id", json_string(host, "name"));
	json_set(item, "facts", mem_take(&facts));
	json_set(item, "measures", mem_take(&measures));
	if (plugin_item(call, item, error) < 0)
		return -1;
	*result = json_set_integer(json_object_new_object(), "items", 1);
	return 0;
}

static const struct plugin_method methods[] = {
	{"collect", collect, NULL, .threaded = true},
	{"watch", watch, NULL, .threaded = true},
	{0},
};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "netlink",
	.release = PACKAGE_VERSION,
	.roles = PLUGIN_SOURCE,
	.settings = settings,
	.methods = methods,
	.open = open_host,
	.close = close_host,
};

PLUGIN_MAIN(program)
