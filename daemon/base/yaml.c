#include "base/yaml.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/error.h"
#include "base/place.h"
#include "base/text.h"

struct reader {
	const struct source *source;
	yaml_parser_t parser;
	yaml_event_t event; /* the current one; owned */
	size_t mark;        /* bytes of a byte order mark, which libyaml does not see */
	int depth;
	struct error *error;
};

/* libyaml counts characters; we count bytes, as every other place in this program does. */
static size_t offset_of(const struct reader *reader, size_t characters)
{
	const struct source *source = reader->source;
	size_t at = reader->mark;

	for (; characters > 0 && at < source->size; characters--) {
		size_t length = text_utf8_length(source->data + at, source->size - at);
		at += length ? length : 1;
	}
	return at;
}

/* Fails with the place of the byte at `offset`. Returns -1. */
static int __attribute__((format(printf, 3, 4)))
fail(struct reader *reader, size_t offset, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	place_fail(reader->error, reader->source, offset, format, arguments);
	va_end(arguments);
	return -1;
}

/* Where the current event starts. */
static size_t here(const struct reader *reader)
{
	return offset_of(reader, reader->event.start_mark.index);
}

/* What libyaml found wrong. */
static int fail_syntax(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *problem = parser->problem ? parser->problem : "unknown";
	size_t offset = parser->error == YAML_READER_ERROR
				? reader->mark + parser->problem_offset
				: offset_of(reader, parser->problem_mark.index);

	if (parser->error == YAML_MEMORY_ERROR)
		abort();
	if (!parser->context)
		return fail(reader, offset, "This is not valid YAML: %s.", problem);
	return fail(reader, offset, "This is not valid YAML: %s (from line %zu on), %s.",
		parser->context, parser->context_mark.line + 1, problem);
}

/* Goes to the next event; `event` is its type then. */
static int next(struct reader *reader)
{
	yaml_event_delete(&reader->event);
	return yaml_parser_parse(&reader->parser, &reader->event) ? 0 : fail_syntax(reader);
}

static int refuse(struct reader *reader, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		return fail(reader, here(reader),
			"Anchors and aliases are not accepted: write the value out.");
	if (tag)
		return fail(reader, here(reader),
			"Tags are not accepted: quote the value if it is a text.");
	return 0;
}

/* Refuses what is no plain value, whichever event it comes with. */
static int check_node(struct reader *reader)
{
	const yaml_event_t *event = &reader->event;

	switch (event->type) {
	case YAML_ALIAS_EVENT:
		return refuse(reader, event->data.alias.anchor, NULL);
	case YAML_SCALAR_EVENT:
		return refuse(reader, event->data.scalar.anchor, event->data.scalar.tag);
	case YAML_SEQUENCE_START_EVENT:
		return refuse(reader, event->data.sequence_start.anchor,
			event->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return refuse(reader, event->data.mapping_start.anchor,
			event->data.mapping_start.tag);
	default:
		return 0;
	}
}

static int read_node(struct reader *reader, struct json_object **value);

/*
 * "0", "-5", "42": what JSON writes, and nothing of YAML's octal, hexadecimal or underscores.
 */
static bool is_integer(const char *text)
{
	const char *digits = text + (*text == '-' ? 1 : 0);

	if (*digits == '\0' || digits[strspn(digits, "0123456789")] != '\0')
		return false;
	return *digits != '0' || text[1] == '\0';
}

static int read_integer(struct reader *reader, const char *text, struct json_object **value)
{
	long long number = strlen(text) < 18 ? strtoll(text, NULL, 10) : JSON_INTEGER_MOST + 1;

	if (number > JSON_INTEGER_MOST || number < -JSON_INTEGER_MOST)
		return fail(reader, here(reader),
			"The integer lies beyond 2^53 - 1: quote it if it is a text.");
	*value = json_object_new_int64(number);
	return 0;
}

static int check_text(struct reader *reader)
{
	if (memchr(reader->event.data.scalar.value, 0, reader->event.data.scalar.length))
		return fail(reader, here(reader), "A text must not contain the character NUL.");
	return 0;
}

static int read_scalar(struct reader *reader, struct json_object **value)
{
	const char *text = (const char *)reader->event.data.scalar.value;
	bool plain = reader->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

	if (check_text(reader) < 0)
		return -1;
	if (plain && is_integer(text))
		return read_integer(reader, text, value);
	if (plain && (text_equal(text, "true") || text_equal(text, "false")))
		*value = json_object_new_boolean(text_equal(text, "true"));
	else
		*value = json_object_new_string(text);
	return 0;
}

static int read_list(struct reader *reader, struct json_object *list)
{
	struct json_object *value;

	for (;;) {
		if (next(reader) < 0)
			return -1;
		if (reader->event.type == YAML_SEQUENCE_END_EVENT)
			return 0;
		if (read_node(reader, &value) < 0)
			return -1;
		json_object_array_add(list, value);
	}
}

/* The key that the current event is, as a new string in `*name`. */
static int read_key(struct reader *reader, struct json_object *object, struct text *name)
{
	if (check_node(reader) < 0)
		return -1;
	if (reader->event.type != YAML_SCALAR_EVENT)
		return fail(reader, here(reader), "A key must be a plain text.");
	if (check_text(reader) < 0)
		return -1;
	text_add(name, (const char *)reader->event.data.scalar.value);
	if (json_object_object_get_ex(object, name->data, NULL))
		return fail(reader, here(reader), "The key \"%.*s\" is there twice.",
			(int)text_fit(name->data, 100), name->data);
	return 0;
}

static int read_map(struct reader *reader, struct json_object *object)
{
	for (;;) {
		AUTO_TEXT struct text name = {0};
		struct json_object *value;

		if (next(reader) < 0)
			return -1;
		if (reader->event.type == YAML_MAPPING_END_EVENT)
			return 0;
		if (read_key(reader, object, &name) < 0 || next(reader) < 0 ||
			read_node(reader, &value) < 0)
			return -1;
		json_set(object, name.data, value);
	}
}

static int read_nested(struct reader *reader, struct json_object **value)
{
	bool map = reader->event.type == YAML_MAPPING_START_EVENT;
	AUTO_JSON struct json_object *made =
		map ? json_object_new_object() : json_object_new_array();

	if (reader->depth == JSON_DEPTH)
		return fail(reader, here(reader), "Maps and lists are nested deeper than %d.",
			JSON_DEPTH);
	reader->depth++;
	if ((map ? read_map(reader, made) : read_list(reader, made)) < 0)
		return -1;
	reader->depth--;
	*value = made;
	made = NULL;
	return 0;
}

/* The value that starts with the current event. */
static int read_node(struct reader *reader, struct json_object **value)
{
	*value = NULL;
	if (check_node(reader) < 0)
		return -1;
	if (reader->event.type == YAML_SCALAR_EVENT)
		return read_scalar(reader, value);
	return read_nested(reader, value);
}

static void begin(struct reader *reader, const struct source *source, struct error *error)
{
	static const unsigned char nothing[1];

	*reader = (struct reader){.source = source, .error = error};
	if (!yaml_parser_initialize(&reader->parser))
		abort();
	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	if (source->size >= 3 && memcmp(source->data, "\xef\xbb\xbf", 3) == 0)
		reader->mark = 3;
	yaml_parser_set_input_string(&reader->parser,
		source->size ? (const unsigned char *)source->data + reader->mark : nothing,
		source->size - reader->mark);
}

static void end(struct reader *reader)
{
	yaml_event_delete(&reader->event);
	yaml_parser_delete(&reader->parser);
}

/* To the first event of the document's value. */
static int open_document(struct reader *reader)
{
	if (next(reader) < 0 || next(reader) < 0)
		return -1;
	if (reader->event.type == YAML_STREAM_END_EVENT)
		return fail(reader, 0, "The file is empty, but a document was expected.");
	return next(reader);
}

/* From the last event of the document's value to the end of the text. */
static int close_document(struct reader *reader)
{
	if (next(reader) < 0 || next(reader) < 0)
		return -1;
	if (reader->event.type != YAML_STREAM_END_EVENT)
		return fail(reader, here(reader),
			"A second document starts here, but only one is accepted.");
	return 0;
}

/* What can be said before libyaml sees the text. */
static int check_bytes(struct reader *reader)
{
	const struct source *source = reader->source;

	if (source->size > YAML_FILE)
		return fail(reader, 0, "The text has %zu bytes, but at most %d are accepted.",
			source->size, YAML_FILE);
	long wrong = text_utf8_error(source->data, source->size);
	if (wrong >= 0)
		return fail(reader, (size_t)wrong, "The byte 0x%02x is not UTF-8 here.",
			(unsigned)(unsigned char)source->data[wrong]);
	return 0;
}

int yaml_parse(struct json_object **tree, const struct source *source, struct error *error)
{
	AUTO_JSON struct json_object *value = NULL;
	struct reader reader;

	*tree = NULL;
	begin(&reader, source, error);
	int result = check_bytes(&reader);
	if (result == 0)
		result = open_document(&reader);
	if (result == 0)
		result = read_node(&reader, &value);
	if (result == 0)
		result = close_document(&reader);
	end(&reader);
	if (result == 0) {
		*tree = value;
		value = NULL;
	}
	return result;
}

/* Over the value that starts with the current event, to its last event. */
static int skip_node(struct reader *reader)
{
	int open = 0;

	for (;;) {
		yaml_event_type_t type = reader->event.type;
		if (type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT)
			open++;
		if (type == YAML_MAPPING_END_EVENT || type == YAML_SEQUENCE_END_EVENT)
			open--;
		if (open == 0)
			return 0;
		if (next(reader) < 0)
			return -1;
	}
}

/*
 * From the start of a map to the value of the key; `*key` is where the key stands, in
 * characters.
 */
static bool enter_map(struct reader *reader, const char *token, size_t *key)
{
	for (;;) {
		if (next(reader) < 0 || reader->event.type != YAML_SCALAR_EVENT)
			return false;
		*key = reader->event.start_mark.index;
		bool found = text_equal((const char *)reader->event.data.scalar.value, token);
		if (next(reader) < 0)
			return false;
		if (found)
			return true;
		if (skip_node(reader) < 0)
			return false;
	}
}

static bool enter_list(struct reader *reader, long index, size_t *start)
{
	for (; index >= 0; index--) {
		if (next(reader) < 0 || reader->event.type == YAML_SEQUENCE_END_EVENT)
			return false;
		*start = reader->event.start_mark.index;
		if (index == 0)
			return true;
		if (skip_node(reader) < 0)
			return false;
	}
	return false;
}

/* Along the path; `*name` is where the last name on it stands. */
static bool find(struct reader *reader, const char *path, size_t *name)
{
	AUTO_TEXT struct text token = {0};

	if (open_document(reader) < 0)
		return false;
	*name = reader->event.start_mark.index;
	while (place_next(&path, &token)) {
		bool found = false;
		if (reader->event.type == YAML_MAPPING_START_EVENT)
			found = enter_map(reader, token.data, name);
		else if (reader->event.type == YAML_SEQUENCE_START_EVENT)
			found = enter_list(reader, place_index(token.data), name);
		if (!found)
			return false;
	}
	return true;
}

void yaml_locate(
	const struct source *source, const char *path, bool name, int *line, int *column)
{
	struct reader reader;
	size_t key = 0;

	*line = *column = 0;
	begin(&reader, source, NULL);
	if (find(&reader, path, &key))
		place_at(source, name ? offset_of(&reader, key) : here(&reader), line, column);
	end(&reader);
}
