#include "base/shape.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/place.h"
#include "base/text.h"
#include "base/yaml.h"

#define STRING_MOST 4096 /* bytes, where a table says nothing */
#define QUOTE_MOST  80   /* a longer text is not quoted in a message */
#define NAME_MOST   63

struct check {
	const struct source *source; /* may be NULL */
	struct error *error;
};

/* How the checker came to a value. */
struct step {
	const struct step *outer; /* NULL at the root */
	const char *name;         /* NULL for an entry of a list */
	size_t index;
};

/* "hosts[0].port", for people. */
static void add_path(struct text *text, const struct step *step)
{
	if (!step->outer)
		return;
	add_path(text, step->outer);
	if (!step->name)
		text_format(text, "[%zu]", step->index);
	else
		text_format(text, "%s%.*s", step->outer->outer ? "." : "",
			(int)text_fit(step->name, QUOTE_MOST), step->name);
}

/* "/hosts/0/port", for the parsers. */
static void add_pointer(struct text *text, const struct step *step)
{
	char index[24];

	if (!step->outer)
		return;
	add_pointer(text, step->outer);
	snprintf(index, sizeof(index), "%zu", step->index);
	place_push(text, step->name ? step->name : index);
}

static void locate(
	const struct check *check, const struct step *step, bool name, int *line, int *column)
{
	AUTO_TEXT struct text pointer = {0};

	*line = *column = 0;
	if (!check->source)
		return;
	text_add(&pointer, "");
	add_pointer(&pointer, step);
	if (check->source->kind == SOURCE_JSON)
		json_locate(check->source, pointer.data, name, line, column);
	else
		yaml_locate(check->source, pointer.data, name, line, column);
}

/* Fails with the place of `place` and the sentence that says: `step` predicate. Returns -1. */
static int __attribute__((format(printf, 5, 6)))
offend(const struct check *check, const struct step *step, const struct step *place, bool name,
	const char *predicate, ...)
{
	AUTO_TEXT struct text path = {0};
	AUTO_FREE char *what = NULL;
	int line, column;
	va_list arguments;

	va_start(arguments, predicate);
	if (vasprintf(&what, predicate, arguments) < 0)
		abort();
	va_end(arguments);
	text_add(&path, step->outer ? "\"" : "The document");
	add_path(&path, step);
	text_add(&path, step->outer ? "\"" : "");
	locate(check, place, name, &line, &column);
	return error_at(check->error, check->source ? check->source->name : NULL, line, column,
		"%s %s", path.data, what);
}

static void add_choices(struct text *text, const struct shape_field *field)
{
	bool several = field->choices[0] && field->choices[1];

	text_add(text, several ? "one of " : "");
	for (size_t i = 0; field->choices[i]; i++)
		text_format(text, "%s\"%s\"", i ? ", " : "", field->choices[i]);
}

static int64_t string_most(const struct shape_field *field)
{
	return field->high ? field->high : STRING_MOST;
}

static void add_range(struct text *text, const struct shape_field *field, const char *noun,
	const char *from, const char *unit)
{
	text_add(text, noun);
	if (field->high)
		text_format(text, " %s %" PRId64 " to %" PRId64 "%s", from, field->low,
			field->high, unit);
}

/* What the table wants, as it reads after "must be". */
static void add_expected(struct text *text, const struct shape_field *field)
{
	static const char *const plain[] = {
		[SHAPE_NAME] = "a name of 1 to 63 letters, digits, \".\", \"_\" and \"-\" that "
			       "does not start with \".\" or \"-\"",
		[SHAPE_BOOLEAN] = "true or false",
		[SHAPE_DIGEST] = "\"sha256:\" and 64 lower-case hexadecimal digits",
		[SHAPE_TIME] = "a time in UTC such as \"2026-01-31T23:59:59Z\"",
		[SHAPE_UUID] = "a UUID in lower case with hyphens",
		[SHAPE_ADDRESS] = "an IPv4 or IPv6 address",
		[SHAPE_OBJECT] = "an object",
		[SHAPE_ANY] = "a value",
	};

	if (field->type == SHAPE_INTEGER)
		add_range(text, field, "an integer", "from", "");
	else if (field->type == SHAPE_LIST)
		add_range(text, field, "a list", "of", " entries");
	else if (field->type == SHAPE_CHOICE)
		add_choices(text, field);
	else if (field->type == SHAPE_STRING)
		text_format(text, "a text of %" PRId64 " to %" PRId64 " bytes", field->low,
			string_most(field));
	else
		text_add(text, plain[field->type]);
}

/* What is there, as it reads after "but is". */
static void add_found(struct text *text, struct json_object *value)
{
	int length = json_object_get_string_len(value);

	if (json_object_is_type(value, json_type_object))
		text_add(text, "an object");
	else if (json_object_is_type(value, json_type_array))
		text_format(text, "a list of %zu entries", json_object_array_length(value));
	else if (json_object_is_type(value, json_type_string) && length > QUOTE_MOST)
		text_format(text, "a text of %d bytes", length);
	else
		json_canonical(text, value);
}

static int offend_value(const struct check *check, const struct shape_field *field,
	struct json_object *value, const struct step *step)
{
	AUTO_TEXT struct text expected = {0}, found = {0};

	add_expected(&expected, field);
	add_found(&found, value);
	return offend(
		check, step, step, false, "must be %s, but is %s.", expected.data, found.data);
}

static bool is_lower_hex(const char *text, size_t count)
{
	return strspn(text, "0123456789abcdef") >= count;
}

static bool is_name(const char *text)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	size_t length = strlen(text);

	return length >= 1 && length <= NAME_MOST && strspn(text, allowed) == length &&
	       text[0] != '.' && text[0] != '-';
}

static bool is_uuid(const char *text)
{
	static const size_t groups[] = {8, 4, 4, 4, 12};

	for (size_t i = 0; i < 5; i++) {
		if (strspn(text, "0123456789abcdef") != groups[i])
			return false;
		text += groups[i];
		if (*text != (i < 4 ? '-' : '\0'))
			return false;
		text += i < 4 ? 1 : 0;
	}
	return true;
}

static bool is_digest(const char *text)
{
	return text_starts(text, "sha256:") && strlen(text) == DIGEST_TEXT - 1 &&
	       is_lower_hex(text + 7, DIGEST_SIZE * 2);
}

static bool is_address(const char *text)
{
	struct address address;

	return address_parse(&address, text) == 0 && !strchr(text, '/');
}

static bool is_choice(const struct shape_field *field, const char *text)
{
	for (size_t i = 0; field->choices[i]; i++)
		if (text_equal(field->choices[i], text))
			return true;
	return false;
}

/* Whether the text is what the field wants; its type is one of those that are written as text. */
static bool text_fits(const struct shape_field *field, const char *text)
{
	int64_t size = (int64_t)strlen(text), time;

	switch (field->type) {
	case SHAPE_STRING:
		return size >= field->low && size <= string_most(field);
	case SHAPE_NAME:
		return is_name(text);
	case SHAPE_CHOICE:
		return is_choice(field, text);
	case SHAPE_DIGEST:
		return is_digest(text);
	case SHAPE_TIME:
		return clock_parse(text, &time) == 0;
	case SHAPE_UUID:
		return is_uuid(text);
	case SHAPE_ADDRESS:
		return is_address(text);
	default:
		return false;
	}
}

static bool number_fits(const struct shape_field *field, int64_t number)
{
	return field->high == 0 || (number >= field->low && number <= field->high);
}

/* Whether the value itself fits, without what is inside it. */
static bool value_fits(const struct shape_field *field, struct json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_int:
		return field->type == SHAPE_INTEGER &&
		       number_fits(field, json_object_get_int64(value));
	case json_type_boolean:
		return field->type == SHAPE_BOOLEAN;
	case json_type_object:
		return field->type == SHAPE_OBJECT;
	case json_type_array:
		return field->type == SHAPE_LIST &&
		       number_fits(field, (int64_t)json_object_array_length(value));
	case json_type_string:
		return text_fits(field, json_object_get_string(value));
	default:
		return false;
	}
}

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
	if (!value_fits(field, value))
		return offend_value(check, field, value, step);
	if (field->type == SHAPE_LIST)
		return check_list(check, field->item, value, step);
	if (field->type == SHAPE_OBJECT && field->item)
		return check_map(check, field->item, value, step);
	if (field->type == SHAPE_OBJECT && field->fields)
		return check_object(check, field->fields, value, step);
	return 0;
}

static size_t least(size_t one, size_t two)
{
	return one < two ? one : two;
}

/* How many characters to add, leave out or change to get from one name to the other. */
static size_t distance(const char *from, const char *to)
{
	size_t row[NAME_MOST + 1], width = strlen(to);

	for (size_t j = 0; j <= width; j++)
		row[j] = j;
	for (size_t i = 0; from[i]; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < width; j++) {
			size_t change = diagonal + (from[i] == to[j] ? 0 : 1);
			diagonal = row[j + 1];
			row[j + 1] = least(change, least(row[j], row[j + 1]) + 1);
		}
	}
	return row[width];
}

/* The known name that was probably meant, or NULL. */
static const char *nearest(const struct shape_field *fields, const char *name)
{
	size_t best = (strlen(name) + 2) / 3 + 1;
	const char *found = NULL;

	for (; fields->name && strlen(name) <= NAME_MOST; fields++) {
		if (strlen(fields->name) > NAME_MOST)
			continue;
		size_t far = distance(name, fields->name);
		if (far >= best)
			continue;
		best = far;
		found = fields->name;
	}
	return found;
}

static int offend_unknown(
	const struct check *check, const struct shape_field *fields, const struct step *step)
{
	AUTO_TEXT struct text known = {0};
	const char *near = nearest(fields, step->name);

	if (near)
		return offend(check, step, step, true,
			"is not known here; did you mean \"%s\"?", near);
	for (const struct shape_field *field = fields; field->name; field++)
		text_format(&known, "%s\"%s\"", field == fields ? "" : ", ", field->name);
	return offend(check, step, step, true, "is not known here; known are %s.",
		known.data ? known.data : "no names");
}

static const struct shape_field *field_named(const struct shape_field *fields, const char *name)
{
	for (; fields->name; fields++)
		if (text_equal(fields->name, name))
			return fields;
	return NULL;
}

static int check_required(const struct check *check, const struct shape_field *fields,
	struct json_object *object, const struct step *step)
{
	for (; fields->name; fields++) {
		AUTO_TEXT struct text expected = {0};
		struct step inner = {.outer = step, .name = fields->name};

		if (!fields->required || json_object_object_get_ex(object, fields->name, NULL))
			continue;
		add_expected(&expected, fields);
		return offend(check, &inner, step, false, "must be %s, but is missing.",
			expected.data);
	}
	return 0;
}

static int check_object(const struct check *check, const struct shape_field *fields,
	struct json_object *object, const struct step *step)
{
	json_object_object_foreach (object, name, value) {
		struct step inner = {.outer = step, .name = name};
		const struct shape_field *field = field_named(fields, name);
		if (!field)
			return offend_unknown(check, fields, &inner);
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
