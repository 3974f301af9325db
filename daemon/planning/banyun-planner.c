/*
 * banyun-planner: the planner as a worker. What is planned over comes on the descriptor
 * "input", as texts; the texts of the plan go to the descriptor "output".
 */
#include "banyun-plugin.h"
#include "base/skim.h"
#include "base/text.h"
#include "core/spool.h"
#include "planning/planner/build.h"
#include "planning/planner/city.h"
#include <assert.h>
#include <string.h>

static_assert(sizeof(((struct spool_entry *)0)->kind) == CITY_KIND, "a kind is a kind");

struct reading {
	struct spool *input;
	size_t at;
};

static int next_text(void *argument, struct city_text *text, struct error *error)
{
	struct reading *reading = argument;
	struct spool_entry entry;
	int more = spool_next(reading->input, &reading->at, &entry, error);

	if (more <= 0)
		return more;
	memcpy(text->kind, entry.kind, sizeof(text->kind));
	text->data = entry.data;
	text->size = entry.size;
	return 1;
}

static int read_city(struct city *city, struct spool *input, struct error *error)
{
	struct reading reading = {input, 0};
	struct city_source source = {next_text, &reading, 0};

	return city_read(city, &source, error);
}

struct writing {
	struct plugin_call *call;
	struct spool *output;
	int64_t waves, left_out;
};

static int64_t count_entries(const struct text *list)
{
	struct skim skim = skim_of(list->data, list->size);
	int64_t count = 0;

	if (skim_enter(&skim, '['))
		for (; skim_entry(&skim); count++)
			skim_value(&skim, NULL);
	return count;
}

static void take(void *argument, const char *kind, const struct text *text)
{
	struct writing *writing = argument;

	spool_add(writing->output, kind, text->data, text->size);
	if (text_equal(kind, "wave"))
		writing->waves++;
	if (text_equal(kind, "left_out"))
		writing->left_out = count_entries(text);
}

static void begun(void *argument, enum plan_stage stage)
{
	struct writing *writing = argument;

	plugin_progress(writing->call,
		json_set_integer(json_object_new_object(), "stage", (int64_t)stage));
}

/* The process is for one plan: the city is left to its end. */
static int plan(struct plugin_call *call, struct json_object **result, struct spool *input,
	struct spool *output, struct error *error)
{
	static struct city city;
	struct writing writing = {.call = call, .output = output};

	begun(&writing, PLAN_READ);
	if (read_city(&city, input, error) < 0)
		return -1;
	plan_build_last(&city, &(struct plan_sink){take, &writing, begun});
	*result = json_object_new_object();
	json_set_integer(*result, "left_out", writing.left_out);
	json_set_integer(*result, "waves", writing.waves);
	return spool_flush(output, error) < 0 ? -1 : 0;
}

static int do_plan(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct spool *input = spool_of(plugin_secret("input"));
	struct spool *output = spool_of(plugin_secret("output"));
	int made = plan(call, result, input, output, error);

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
