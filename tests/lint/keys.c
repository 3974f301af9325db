/*
 * keys config | profile | survey | ledger | playbook: prints each key of such a file ("key
 * people[].uid") and each word that a key can be set to ("word viewer"), from the table that
 * banyund itself reads it with.
 */
#include <stdio.h>

#include "base/memory.h"
#include "base/shape.h"
#include "base/text.h"
#include "core/config.h"
#include "model/ledger.h"
#include "model/playbook.h"
#include "model/profile.h"
#include "model/survey.h"

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

static const struct {
	const char *name;
	const struct shape_field *fields;
} files[] = {
	{"config", config_fields},
	{"profile", profile_fields},
	{"survey", survey_fields},
	{"playbook", playbook_fields},
};

static void print_columns(void)
{
	for (const struct ledger_kind *kind = ledger_kinds; kind->kind; kind++)
		for (const struct ledger_column *one = kind->columns; one->fact; one++)
			printf("key %s.%s\n", kind->kind, one->fact);
}

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (argc != 2 || !text_equal(files[i].name, argv[1]))
			continue;
		print_fields(files[i].fields, "");
		return 0;
	}
	if (argc == 2 && text_equal(argv[1], "ledger")) {
		print_columns();
		return 0;
	}
	fprintf(stderr, "Usage: keys config | profile | survey | ledger | playbook\n");
	return 2;
}
