#include "base/shape_offence.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/place.h"
#include "base/shape_value.h"
#include "base/text.h"
#include "base/yaml.h"

#define QUOTE_MOST 80 /* a longer text is not quoted in a message */

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
	AUTO_TEXT struct text choices = {0};

	for (size_t i = 0; field->choices[i]; i++)
		text_format(&choices, "%s\"%s\"", i ? ", " : "", field->choices[i]);
	text_format(text, field->choices[0] && field->choices[1] ? N_("one of %s") : "%s",
		choices.data);
}

static void add_integer(struct text *text, const struct shape_field *field)
{
	if (field->high)
		text_format(text, N_("an integer from %lld to %lld"), (long long)field->low,
			(long long)field->high);
	else
		text_add(text, N_("an integer"));
}

static void add_list(struct text *text, const struct shape_field *field)
{
	if (field->high)
		text_format(text, N_("a list of %lld to %lld entries"), (long long)field->low,
			(long long)field->high);
	else
		text_add(text, N_("a list"));
}

/* What the table wants, as it reads after "must be". */
static void add_expected(struct text *text, const struct shape_field *field)
{
	static const char *const plain[] = {
		[SHAPE_NAME] =
			N_("a name of 1 to 63 letters, digits, \".\", \"_\" and \"-\" that "
			   "does not start with \".\" or \"-\""),
		[SHAPE_LABEL] =
			N_("a name of 1 to 128 bytes in one line, without control characters"),
		[SHAPE_OWNER] =
			N_("a name of 1 to 128 bytes in one line, without control characters, "
			   "\"/\" and \",\""),
		[SHAPE_BOOLEAN] = N_("true or false"),
		[SHAPE_DIGEST] = N_("\"sha256:\" and 64 lower-case hexadecimal digits"),
		[SHAPE_TIME] = N_("a time in UTC such as \"2026-01-31T23:59:59Z\""),
		[SHAPE_DATE] = N_("a date such as \"2026-01-31\", \"2026-01\" or \"2026\""),
		[SHAPE_CLOCK] = N_("a time of the day from \"00:00\" to \"24:00\""),
		[SHAPE_UUID] = N_("a UUID in lower case with hyphens"),
		[SHAPE_ADDRESS] = N_("an IPv4 or IPv6 address"),
		[SHAPE_OBJECT] = N_("an object"),
		[SHAPE_ANY] = N_("a value"),
	};

	if (field->type == SHAPE_INTEGER)
		add_integer(text, field);
	else if (field->type == SHAPE_LIST)
		add_list(text, field);
	else if (field->type == SHAPE_CHOICE)
		add_choices(text, field);
	else if (field->type == SHAPE_STRING)
		text_format(text, N_("a text of %lld to %lld bytes"), (long long)field->low,
			(long long)shape_string_most(field));
	else
		text_add(text, plain[field->type]);
}

/* What is there, as it reads after "but is". */
static void add_found(struct text *text, struct json_object *value)
{
	int length = json_object_get_string_len(value);

	if (json_object_is_type(value, json_type_object))
		text_add(text, N_("an object"));
	else if (json_object_is_type(value, json_type_array))
		text_format(text, N_("a list of %zu entries"), json_object_array_length(value));
	else if (json_object_is_type(value, json_type_string) && length > QUOTE_MOST)
		text_format(text, N_("a text of %d bytes"), length);
	else
		json_canonical(text, value);
}

int shape_offend_value(const struct check *check, const struct shape_field *field,
	struct json_object *value, const struct step *step)
{
	AUTO_TEXT struct text expected = {0}, found = {0};

	add_expected(&expected, field);
	add_found(&found, value);
	return offend(
		check, step, step, false, "must be %s, but is %s.", expected.data, found.data);
}

static size_t least(size_t one, size_t two)
{
	return one < two ? one : two;
}

/* How many characters to add, leave out or change to get from one name to the other. */
static size_t distance(const char *from, const char *to)
{
	size_t row[SHAPE_NAME_MOST + 1], width = strlen(to);

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

	for (; fields->name && strlen(name) <= SHAPE_NAME_MOST; fields++) {
		if (strlen(fields->name) > SHAPE_NAME_MOST)
			continue;
		size_t far = distance(name, fields->name);
		if (far >= best)
			continue;
		best = far;
		found = fields->name;
	}
	return found;
}

int shape_offend_unknown(
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
		known.data ? known.data : N_("no names"));
}

int shape_offend_missing(
	const struct check *check, const struct shape_field *field, const struct step *object)
{
	AUTO_TEXT struct text expected = {0};
	struct step step = {.outer = object, .name = field->name};

	add_expected(&expected, field);
	return offend(
		check, &step, object, false, "must be %s, but is missing.", expected.data);
}
