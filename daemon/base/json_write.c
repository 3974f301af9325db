/* The part of json.h that writes: the canonical form. */
#include <assert.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_text.h"
#include "base/memory.h"
#include "base/text.h"

#define MEMBERS_ROOM 32 /* members of an object that need no memory of their own */
#define INTEGER_TEXT 24
#define PART         512 /* bytes of a string that are written in one go */
#define ESCAPE_MOST  6   /* bytes that are written for one */
#define UNREADABLE   "\xef\xbf\xbd"

/* The letter that stands for a byte behind a backslash; 0: it has none. */
static const char letters[UCHAR_MAX + 1] = {['"'] = '"',
	['\\'] = '\\',
	['\b'] = 'b',
	['\f'] = 'f',
	['\n'] = 'n',
	['\r'] = 'r',
	['\t'] = 't'};

static size_t escape(char *out, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";

	out[0] = '\\';
	out[1] = letters[byte];
	if (letters[byte])
		return 2;
	memcpy(out + 1, "u00", 3);
	out[4] = digits[byte >> 4];
	out[5] = digits[byte & 15];
	return 6;
}

/*
 * Names and facts may come from hosts that do not write UTF-8. Such a byte becomes U+FFFD: the
 * text as a whole must stay readable for everybody, ourselves first.
 */
static size_t quote_one(char *out, const char *string, size_t size, size_t *at)
{
	const char *from = string + *at;
	unsigned char byte = (unsigned char)*from;
	size_t length = byte < 0x80 ? 1 : text_utf8_length(from, size - *at);

	*at += length ? length : 1;
	if (length == 1)
		return escape(out, byte);
	if (length == 0) {
		from = UNREADABLE;
		length = strlen(UNREADABLE);
	}
	memcpy(out, from, length);
	return length;
}

/* Up to `end`, and to the end of the character that lies there; returns how much it wrote. */
static size_t quote_part(char *out, const char *string, size_t size, size_t *at, size_t end)
{
	size_t written = 0;

	while (*at < end) {
		size_t count = text_plain(string + *at, end - *at);

		memcpy(out + written, string + *at, count);
		written += count;
		*at += count;
		if (*at < end)
			written += quote_one(out + written, string, size, at);
	}
	return written;
}

void json_quote(struct text *text, const char *string, size_t size)
{
	size_t at = 0;

	do {
		size_t end = size - at < PART ? size : at + PART;
		char *start = text_room(text, (end - at) * ESCAPE_MOST + 2), *out = start;

		if (at == 0)
			*out++ = '"';
		out += quote_part(out, string, size, &at, end);
		if (at == size)
			*out++ = '"';
		text_fill(text, (size_t)(out - start));
	} while (at < size);
}

struct member {
	const char *name;
	struct json_object *value;
};

static int compare_names(const void *left, const void *right)
{
	return strcmp(
		((const struct member *)left)->name, ((const struct member *)right)->name);
}

/* What was canonical before is sorted already. */
static void list_members(struct json_object *object, struct member *members)
{
	bool sorted = true;
	size_t count = 0;

	json_object_object_foreach (object, name, value) {
		sorted = sorted && (count == 0 || strcmp(members[count - 1].name, name) < 0);
		members[count++] = (struct member){name, value};
	}
	if (!sorted)
		qsort(members, count, sizeof(*members), compare_names);
}

static void add_object(struct text *text, struct json_object *object)
{
	size_t count = (size_t)json_object_object_length(object);
	struct member room[MEMBERS_ROOM], *members = room;
	AUTO_FREE struct member *heap = NULL;

	if (count > MEMBERS_ROOM)
		members = heap = mem_array(count, sizeof(*members));
	list_members(object, members);
	text_append(text, "{", 1);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			text_append(text, ",", 1);
		json_quote(text, members[i].name, strlen(members[i].name));
		text_append(text, ":", 1);
		json_canonical(text, members[i].value);
	}
	text_append(text, "}", 1);
}

static void add_list(struct text *text, struct json_object *list)
{
	text_add(text, "[");
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		text_add(text, i ? "," : "");
		json_canonical(text, json_object_array_get_idx(list, i));
	}
	text_add(text, "]");
}

void json_count(struct text *text, int64_t value)
{
	char digits[INTEGER_TEXT], *first = digits + sizeof(digits);
	int64_t left = value < 0 ? -value : value;

	assert(value >= -JSON_INTEGER_MOST && value <= JSON_INTEGER_MOST);
	do
		*--first = (char)('0' + left % 10);
	while (left /= 10);
	if (value < 0)
		*--first = '-';
	text_append(text, first, (size_t)(digits + sizeof(digits) - first));
}

void json_canonical(struct text *text, struct json_object *tree)
{
	switch (json_object_get_type(tree)) {
	case json_type_null:
		text_add(text, "null");
		return;
	case json_type_boolean:
		text_add(text, json_object_get_boolean(tree) ? "true" : "false");
		return;
	case json_type_int:
		json_count(text, json_object_get_int64(tree));
		return;
	case json_type_string:
		json_quote(text, json_object_get_string(tree),
			(size_t)json_object_get_string_len(tree));
		return;
	case json_type_object:
		add_object(text, tree);
		return;
	case json_type_array:
		add_list(text, tree);
		return;
	case json_type_double:
		break;
	}
	assert(!"a tree holds only what json_parse accepts");
}

char *json_canonical_string(struct json_object *tree)
{
	struct text text = {0};

	json_canonical(&text, tree);
	return text_take(&text);
}
