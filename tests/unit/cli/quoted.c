#include "quoted.h"

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include <string.h>

struct json_object *quoted(const char *given)
{
	AUTO_FREE char *text = mem_string(given);
	struct source source = {SOURCE_JSON, "test", text, strlen(text)};
	struct json_object *tree = NULL;

	for (char *at = text; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	assert_int_equal(json_parse(&tree, &source, JSON_FILE, NULL), 0);
	return tree;
}

size_t count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		count++;
	return count;
}
