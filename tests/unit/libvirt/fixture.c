#include "fixture.h"

#include "../unit.h"

#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/shape.h"
#include "base/text.h"
#include "model/plan.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *golden_path(const char *name)
{
	const char *top = getenv("top_srcdir");

	return mem_format("%s/tests/golden/libvirt/%s", top ? top : ".", name);
}

char *fixture_read(const char *name)
{
	AUTO_FREE char *path = golden_path(name);
	AUTO_TEXT struct text text = {0};
	struct error error = {0};

	if (text_read_file(&text, path, 1 << 20, &error) < 0)
		fail_msg("%s", error.text);
	return text_take(&text);
}

static void regenerate(const char *name, const char *text)
{
	AUTO_FREE char *path = golden_path(name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fprintf(file, "%s\n", text);
	assert_int_equal(fclose(file), 0);
}

void fixture_golden(const char *name, const char *text)
{
	AUTO_FREE char *found = mem_format("%s\n", text), *golden = NULL;

	if (getenv("REGENERATE"))
		regenerate(name, text);
	golden = fixture_read(name);
	assert_string_equal(found, golden);
}

struct order fixture_order(void)
{
	AUTO_FREE char *text = fixture_read("settings.json");
	AUTO_JSON struct json_object *tree = NULL;
	struct source source = {SOURCE_JSON, "settings.json", text, strlen(text)};
	struct order order;
	struct error error = {0};

	if (json_parse(&tree, &source, JSON_FILE, &error) < 0 ||
		shape_check(order_fields, json_member(tree, "order"), NULL, &error) < 0 ||
		order_read(&order, tree, &error) < 0)
		fail_msg("%s", error.text);
	return order;
}

char *fixture_replace(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	assert_non_null(at);
	return mem_format("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}
