/*
 * banyun-clerk: what takes long over the whole inventory, as a worker. It reads the store, and
 * writes its answer to the descriptor "output".
 */
#include "banyun-plugin.h"
#include "core/spool.h"
#include "core/store.h"
#include "inventory/picture.h"

static struct store *store;

static int open_store(struct json_object *settings, struct error *error)
{
	return store_look(&store, json_string(settings, "state"), error);
}

static int do_merge(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct spool *input = spool_of(plugin_secret("input"));
	struct spool *output = spool_of(plugin_secret("output"));
	int made;

	(void)call;
	made = picture_make(
		result, input, output, store, json_string(parameters, "made"), error);
	if (made == 0)
		made = spool_flush(output, error) < 0 ? -1 : 0;
	spool_free(input);
	spool_free(output);
	return made;
}

static const struct shape_field merge_fields[] = {
	{"made", SHAPE_TIME, .required = true},
	{0},
};

static const struct plugin_method methods[] = {
	{.name = "merge", .call = do_merge, .parameters = merge_fields}, {0}};

static const struct shape_field settings_fields[] = {
	{"state", SHAPE_STRING, .required = true, .low = 1, .help = "the folder of the store"},
	{0},
};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "clerk",
	.release = PACKAGE_VERSION,
	.settings = settings_fields,
	.methods = methods,
	.open = open_store,
};

PLUGIN_MAIN(program)
