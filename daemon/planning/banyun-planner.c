/*
 * banyun-planner: the planner as a worker. What is planned over comes on the descriptor
 * "input", as texts; the texts of the plan go to the descriptor "output".
 */
#include "banyun-plugin.h"
#include "base/text.h"
#include "core/spool.h"
#include "planning/planner/build.h"
#include "planning/planner/city.h"

static int read_city(struct city *city, struct spool *input, struct error *error)
{
	struct spool_entry entry;
	size_t at = 0;
	int more;

	while ((more = spool_next(input, &at, &entry, error)) > 0)
		if (city_add(city, entry.kind, entry.data, entry.size, error) < 0)
			return -1;
	return more < 0 ? -1 : city_finish(city, error);
}

struct writing {
	struct spool *output;
	struct json_object *result;
};

static void count(struct json_object *result, const char *name, struct json_object *list)
{
	json_set_integer(result, name, (int64_t)json_length(list));
}

static void take(void *argument, const char *kind, struct json_object *tree)
{
	struct writing *writing = argument;

	spool_add_json(writing->output, kind, tree);
	if (text_equal(kind, "left_out"))
		count(writing->result, "left_out", tree);
	if (text_equal(kind, "plan"))
		count(writing->result, "waves", json_member(tree, "waves"));
}

static int plan(struct json_object **result, struct spool *input, struct spool *output,
	struct error *error)
{
	AUTO_CITY struct city city = {0};
	struct writing writing = {output, json_object_new_object()};

	*result = writing.result;
	if (read_city(&city, input, error) < 0)
		return -1;
	plan_build(&city, &(struct plan_sink){take, &writing});
	return spool_flush(output, error) < 0 ? -1 : 0;
}

static int do_plan(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct spool *input = spool_of(plugin_secret("input"));
	struct spool *output = spool_of(plugin_secret("output"));
	int made = plan(result, input, output, error);

	(void)call;
	(void)parameters;
	spool_free(input);
	spool_free(output);
	if (made < 0)
		json_put_at(result);
	return made;
}

static const struct plugin_method methods[] = {{.name = "plan", .call = do_plan}, {0}};

static const struct shape_field no_settings[] = {{0}};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "planner",
	.release = PACKAGE_VERSION,
	.settings = no_settings,
	.methods = methods,
};

PLUGIN_MAIN(program)
