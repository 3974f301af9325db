#include "base/shape.h"

#include "base/shape_offence.h"
#include "base/shape_value.h"
#include "base/text.h"
#include "base/yaml.h"

static int check_object(const struct check *check, const struct shape_field *fields,
	struct json_object *object, const struct step *step);

static int check_value(const struct check *check, const struct shape_field *field,
	struct json_object *value, const struct step *step);

static int check_list(const struct check *check, const struct shape_field *item,
	struct json_object *list, const struct step *step)
{
	size_t count = item ? json_object_array_length(list) : 0;

	for (size_t i = 0; i < count; i++) {
		struct step inner = {.outer = step, .index = i};
		if (check_value(check, item, json_object_array_get_idx(list, i), &inner) < 0)
			return -1;
	}
	return 0;
}

static int check_map(const struct check *check, const struct shape_field *item,
	struct json_object *map, const struct step *step)
{
	json_object_object_foreach (map, name, value) {
		struct step inner = {.outer = step, .name = name};
		if (check_value(check, item, value, &inner) < 0)
			return -1;
	}
	return 0;
}

static int check_value(const struct check *check, const struct shape_field *field,
	struct json_object *value, const struct step *step)
{
	if (field->type == SHAPE_ANY)
		return 0;
	if (!shape_value_fits(field, value))
		return shape_offend_value(check, field, value, step);
	if (field->type == SHAPE_LIST)
		return check_list(check, field->item, value, step);
	if (field->type == SHAPE_OBJECT && field->item)
		return check_map(check, field->item, value, step);
	if (field->type == SHAPE_OBJECT && field->fields)
		return check_object(check, field->fields, value, step);
	return 0;
}

static const struct shape_field *field_named(const struct shape_field *fields, const char *name)
{
	for (; fields->name; fields++)
		if (text_equal(fields->name, name))
			return fields;
	return NULL;
}

/* After the members, so that a misspelt name is told before the one that is missing for it. */
static int check_required(const struct check *check, const struct shape_field *fields,
	struct json_object *object, const struct step *step)
{
	for (; fields->name; fields++)
		if (fields->required && !json_object_object_get_ex(object, fields->name, NULL))
			return shape_offend_missing(check, fields, step);
	return 0;
}

static int check_object(const struct check *check, const struct shape_field *fields,
	struct json_object *object, const struct step *step)
{
	json_object_object_foreach (object, name, value) {
		struct step inner = {.outer = step, .name = name};
		const struct shape_field *field = field_named(fields, name);
		if (!field)
			return shape_offend_unknown(check, fields, &inner);
		if (check_value(check, field, value, &inner) < 0)
			return -1;
	}
	return check_required(check, fields, object, step);
}

int shape_check(const struct shape_field *fields, struct json_object *tree,
	const struct source *source, struct error *error)
{
	struct check check = {.source = source, .error = error};
	struct shape_field root = {.type = SHAPE_OBJECT, .fields = fields};
	struct step step = {0};

	return check_value(&check, &root, tree, &step);
}

static int parse(struct json_object **tree, const struct source *source, struct error *error)
{
	if (source->kind == SOURCE_JSON)
		return json_parse(tree, source, JSON_FILE, error);
	return yaml_parse(tree, source, error);
}

int shape_read_file(struct json_object **tree, enum source_kind kind, const char *path,
	const struct shape_field *fields, struct error *error)
{
	AUTO_TEXT struct text text = {0};
	AUTO_JSON struct json_object *read = NULL;
	size_t limit = kind == SOURCE_JSON ? JSON_FILE : YAML_FILE;

	*tree = NULL;
	if (text_read_file(&text, path, limit, error) < 0)
		return -1;
	struct source source = {kind, path, text.data, text.size};
	if (parse(&read, &source, error) < 0 || shape_check(fields, read, &source, error) < 0)
		return -1;
	*tree = read;
	read = NULL;
	return 0;
}
