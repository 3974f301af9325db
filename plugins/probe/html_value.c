#include "html_value.h"

#include <stdint.h>
#include <string.h>

#define CHARACTER_MOST 0x10ffff

static bool is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && is_space(*at))
		at++;
	return at;
}

/* Behind the value that begins at `at`. */
static const char *take_value(const char *at, const char *end, struct html_pair *pair)
{
	const char *close = NULL;

	if (at < end && (*at == '"' || *at == '\'')) {
		pair->value = at + 1;
		close = memchr(at + 1, *at, (size_t)(end - at - 1));
		pair->value_size = (size_t)((close ? close : end) - pair->value);
		return close ? close + 1 : end;
	}
	pair->value = at;
	while (at < end && !is_space(*at))
		at++;
	pair->value_size = (size_t)(at - pair->value);
	return at;
}

bool html_pair_next(const char **at, const char *end, struct html_pair *pair)
{
	*pair = (struct html_pair){.value = ""};
	while (*at < end && (is_space(**at) || **at == '/'))
		(*at)++;
	if (*at >= end)
		return false;
	pair->name = *at;
	do
		(*at)++; /* a '=' at the beginning is part of the name, as in browsers */
	while (*at < end && !is_space(**at) && **at != '/' && **at != '=');
	pair->name_size = (size_t)(*at - pair->name);
	const char *next = skip_space(*at, end);
	if (next < end && *next == '=')
		*at = take_value(skip_space(next + 1, end), end, pair);
	return true;
}

/* Up to the ';', of "&#38;" or "&#x26;"; 0 when it is no such reference. */
static size_t number(const char *at, size_t size, uint32_t *character)
{
	bool hex = size > 3 && (at[2] == 'x' || at[2] == 'X');
	size_t i = hex ? 3 : 2;
	size_t from = i;

	*character = 0;
	for (; i < size && *character <= CHARACTER_MOST; i++) {
		const char *digits = "0123456789abcdef", *digit;
		char lower = at[i] >= 'A' && at[i] <= 'F' ? (char)(at[i] + 32) : at[i];
		if (!lower || !(digit = strchr(digits, lower)) || (!hex && digit - digits > 9))
			break;
		*character = *character * (hex ? 16 : 10) + (uint32_t)(digit - digits);
	}
	if (i == from || *character > CHARACTER_MOST || (*character & ~0x7ffu) == 0xd800)
		return 0;
	return i < size && at[i] == ';' ? i + 1 : i;
}

/* The bytes of a reference that was appended; 0 when what is there stands for itself. */
static size_t take_reference(const char *at, size_t size, struct text *text)
{
	uint32_t character;
	size_t taken =
		size > 2 && at[0] == '&' && at[1] == '#' ? number(at, size, &character) : 0;

	if (taken > 0)
		text_add_character(text, character);
	else if (size >= 5 && memcmp(at, "&amp;", taken = 5) == 0)
		text_add(text, "&");
	else
		taken = 0;
	return taken;
}

bool html_value_decode(const struct html_pair *pair, size_t most, struct text *text)
{
	const char *at = skip_space(pair->value, pair->value + pair->value_size),
		   *end = pair->value + pair->value_size;

	text_cut(text, 0, text->size);
	while (end > at && is_space(end[-1]))
		end--;
	while (at < end && text->size <= most) {
		size_t taken = take_reference(at, (size_t)(end - at), text);
		if (taken == 0 && *at != '\n' && *at != '\r' && *at != '\t')
			text_append(text, at, 1);
		at += taken > 0 ? taken : 1;
	}
	return text->size > 0 && text->size <= most && !memchr(text->data, '\0', text->size);
}
