#include "base/shape_value.h"

#include <string.h>

#include "base/address.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/text.h"

#define STRING_MOST 4096 /* bytes, where a table says nothing */
#define LABEL_MOST  128  /* bytes */

int64_t shape_string_most(const struct shape_field *field)
{
	return field->high ? field->high : STRING_MOST;
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

	return length >= 1 && length <= SHAPE_NAME_MOST && strspn(text, allowed) == length &&
	       text[0] != '.' && text[0] != '-';
}

static bool is_label(const char *text)
{
	size_t size = strlen(text), length;

	if (size < 1 || size > LABEL_MOST || text[0] == ' ' || text[size - 1] == ' ')
		return false;
	for (size_t at = 0; at < size; at += length) {
		length = text_utf8_length(text + at, size - at);
		if (length == 0 || text_steers(text_utf8_character(text + at, length)))
			return false;
	}
	return true;
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

/*
 * Whether the text is what the field wants; its type is one of those that are written as text.
 */
static bool text_fits(const struct shape_field *field, const char *text)
{
	int64_t size = (int64_t)strlen(text), time;

	switch (field->type) {
	case SHAPE_STRING:
		return size >= field->low && size <= shape_string_most(field);
	case SHAPE_LABEL:
		return is_label(text);
	case SHAPE_OWNER:
		return is_label(text) && !strpbrk(text, "/,");
	case SHAPE_NAME:
		return is_name(text);
	case SHAPE_CHOICE:
		return is_choice(field, text);
	case SHAPE_DIGEST:
		return is_digest(text);
	case SHAPE_TIME:
		return clock_parse(text, &time) == 0;
	case SHAPE_DATE:
		return clock_is_date(text);
	case SHAPE_CLOCK:
		return clock_minutes(text) >= 0;
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

bool shape_value_fits(const struct shape_field *field, struct json_object *value)
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
