/*
 * banyun-planner: the planner as a worker. The documents come on the descriptor "input"; the
 * plan is told in pieces of its canonical form.
 */
#include "banyun-plugin.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/build.h"
#include <stdio.h>

#define PIECE (256UL * 1024)

static int tell(struct plugin_call *call, const char *text, size_t size, struct error *error)
{
	for (size_t at = 0; at < size; at += PIECE) {
		size_t count = size - at < PIECE ? size - at : PIECE;
		struct json_object *piece = json_object_new_object();
		AUTO_FREE char *hex = mem_alloc(2 * count + 1);

		text_hex((const unsigned char *)text + at, count, hex);
		json_set_string(piece, "piece", hex);
		if (plugin_item(call, piece, error) < 0)
			return -1;
	}
	return 0;
}

static int read_input(struct json_object **input, struct error *error)
{
	AUTO_TEXT struct text bytes = {0};
	struct source source = {SOURCE_JSON, "planner's input", NULL, 0};
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", plugin_secret("input"));
	if (text_read_file(&bytes, path, JSON_FILE, error) < 0)
		return -1;
	source.data = bytes.data;
	source.size = bytes.size;
	return json_parse(input, &source, JSON_FILE, error);
}

static int do_plan(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_JSON struct json_object *input = NULL, *plan = NULL;
	AUTO_TEXT struct text text = {0};

	(void)parameters;
	if (read_input(&input, error) < 0)
		return -1;
	plan = plan_build(input, error);
	if (!plan)
		return -1;
	json_canonical(&text, plan);
	*result = json_object_new_object();
	return tell(call, text.data, text.size, error);
}

static const struct plugin_method methods[] = {
	{.name = "plan", .call = do_plan, .threaded = true}, {0}};

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
