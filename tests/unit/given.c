#include "given.h"

#include "base/error.h"
#include "base/memory.h"
#include "model/profile.h"
#include "unit.h"
#include <stdlib.h>
#include <string.h>

struct json_object *given_json(const char *text)
{
	struct source source = {SOURCE_JSON, "test", text, strlen(text)};
	struct json_object *tree = NULL;
	struct error error = {0};

	if (json_parse(&tree, &source, JSON_FILE, &error) < 0)
		fail_msg("%s: %s", text, error.text);
	return tree;
}

struct json_object *given_profile(void)
{
	const char *top = getenv("top_srcdir");
	AUTO_FREE char *path = mem_format("%s/contrib/profiles/default.yaml", top ? top : "..");
	struct json_object *profile = NULL;
	struct error error = {0};

	if (shape_read_file(&profile, SOURCE_YAML, path, profile_fields, &error) < 0)
		fail_msg("%s:%d: %s", path, error.line, error.text);
	return profile;
}
