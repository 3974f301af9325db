#include "cli/lists.h"
#include "base/json.h"
#include <string.h>

static struct json_object *words_of(const char *text)
{
	struct json_object *list = json_object_new_array();

	while (*text) {
		size_t size = strcspn(text, ",");

		json_object_array_add(list, json_object_new_string_len(text, (int)size));
		text += size + (text[size] == ',');
	}
	return list;
}

void cli_set_list(struct json_object *body, const char *name, const char *text)
{
	if (text)
		json_set(body, name, words_of(text));
}
