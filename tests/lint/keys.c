/*
 * Prints each key of the configuration ("key people[].uid") and each word that a key can be set
 * to ("word viewer"), from the table that banyund itself reads its configuration with.
 */
#include <stdio.h>

#include "base/memory.h"
#include "base/shape.h"
#include "core/config.h"

static void print_fields(const struct shape_field *fields, const char *path);

static void print_value(const struct shape_field *field, const char *path)
{
	for (size_t i = 0; field->choices && field->choices[i]; i++)
		printf("word %s\n", field->choices[i]);
	if (field->fields)
		print_fields(field->fields, path);
	if (field->item) {
		AUTO_FREE char *inner = mem_format("%s[]", path);
		print_value(field->item, inner);
	}
}

static void print_fields(const struct shape_field *fields, const char *path)
{
	for (; fields->name; fields++) {
		AUTO_FREE char *inner =
			mem_format("%s%s%s", path, *path ? "." : "", fields->name);
		printf("key %s\n", inner);
		print_value(fields, inner);
	}
}

int main(void)
{
	print_fields(config_fields, "");
	return 0;
}
