#include "base/json_text.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"

/* Whether a value ends before this place, so that the next one needs a comma. */
static bool follows(const struct text *text)
{
	char last = '[';

	if (text->size > 0)
		last = text->data[text->size - 1];
	return last != '{' && last != '[';
}

/* Names are nearly always plain: then comma, name and colon are written in one go. */
static void begin(struct text *text, const char *name)
{
	size_t size = name ? strlen(name) : 0;
	char *out;

	if (follows(text))
		text_append(text, ",", 1);
	if (!name)
		return;
	if (text_plain(name, size) < size) {
		json_quote(text, name, size);
		text_append(text, ":", 1);
		return;
	}
	out = text_room(text, size + 3);
	out[0] = '"';
	memcpy(out + 1, name, size);
	memcpy(out + 1 + size, "\":", 2);
	text_fill(text, size + 3);
}

void json_open(struct text *text, const char *name, char bracket)
{
	begin(text, name);
	text_append(text, &bracket, 1);
}

void json_close(struct text *text, char bracket)
{
	text_append(text, &bracket, 1);
}

void json_add_string(struct text *text, const char *name, const char *value)
{
	if (!value)
		return;
	begin(text, name);
	json_quote(text, value, strlen(value));
}

void json_add_plain(struct text *text, const char *name, const char *value, size_t size)
{
	char *out;

	begin(text, name);
	out = text_room(text, size + 2);
	out[0] = '"';
	memcpy(out + 1, value, size);
	out[size + 1] = '"';
	text_fill(text, size + 2);
}

void json_add_integer(struct text *text, const char *name, int64_t value)
{
	begin(text, name);
	json_count(text, value);
}

void json_add_boolean(struct text *text, const char *name, bool value)
{
	begin(text, name);
	text_add(text, value ? "true" : "false");
}

void json_add_tree(struct text *text, const char *name, struct json_object *tree)
{
	begin(text, name);
	json_canonical(text, tree);
}

void json_add_text(struct text *text, const char *name, const struct text *value)
{
	if (value->size == 0)
		return;
	begin(text, name);
	text_append(text, value->data, value->size);
}
